"""Runs one of the networks in NEST 3 and prints what it took."""

import time

import networks

network, given = networks.arguments()

import nest  # noqa: E402 (its banner and its import time are no part of a run)

nest.set_verbosity("M_ERROR")
start = time.perf_counter()
nest.ResetKernel()
nest.SetKernelStatus({
    "resolution": network.dt,
    "local_num_threads": given.threads,
    "rng_seed": given.seed,
    "print_time": False,
})


def drawn(distribution, low=None, high=None):
    kind, *values = distribution
    if kind == "constant":
        return values[0]
    if kind == "uniform":
        return nest.random.uniform(*values) if values[0] < values[1] else values[0]
    plain = nest.random.normal(mean=values[0], std=values[1])
    return plain if low is None else nest.math.redraw(plain, min=low, max=high)


recorder = nest.Create("spike_recorder", params={"start": given.warm_up * 1e3})
populations, models = {}, {}
for p in network.populations:
    if p.volley:
        generator = nest.Create("spike_generator", params={"spike_times": [network.dt]})
        populations[p.name] = nest.Create("parrot_neuron", p.size)
        nest.Connect(generator, populations[p.name], syn_spec={"delay": network.dt})
        continue
    n = p.neuron
    model = {"delta": "iaf_psc_delta", "exp": "iaf_psc_exp"}[n.kind]
    params = {
        "tau_m": n.tau_m, "C_m": n.c_m, "E_L": n.e_l, "V_th": n.v_th, "V_reset": n.v_reset,
        "t_ref": n.t_ref, "I_e": p.current,
    }
    if n.kind == "exp":
        params.update(tau_syn_ex=n.tau_ex, tau_syn_in=n.tau_in)
    population = nest.Create(model, p.size, params=params)
    population.V_m = drawn(p.v_init)
    if p.poisson:
        rate, weight = p.poisson
        source = nest.Create("poisson_generator", params={"rate": rate})
        nest.Connect(source, population, syn_spec={"weight": weight, "delay": network.dt})
    nest.Connect(population, recorder)
    populations[p.name] = population

for projection in network.projections:
    pre, post = populations[projection.pre.name], populations[projection.post.name]
    kind, value = projection.rule
    rule = {
        "indegree": {"rule": "fixed_indegree", "indegree": value, "allow_multapses": False},
        "probability": {"rule": "pairwise_bernoulli", "p": value},
        "total": {"rule": "fixed_total_number", "N": value},
    }[kind]
    if kind == "indegree" and value == projection.pre.size:
        rule = {"rule": "all_to_all"}
    if projection.weight[0] == "constant":
        # NEST has a smaller and faster synapse for weights that are all the same
        weight = projection.weight[1]
        if weight not in models:
            models[weight] = "synapse%d" % len(models)
            nest.CopyModel("static_synapse_hom_w", models[weight], {"weight": weight})
        synapse = {"synapse_model": models[weight]}
    else:
        low, high = (0.0, float("inf")) if projection.weight[1] > 0 else (float("-inf"), 0.0)
        # NEST holds at most 2^27 synapses of a type a thread: excitation and inhibition have theirs
        sign = "excitatory" if projection.weight[1] > 0 else "inhibitory"
        if sign not in models:
            models[sign] = sign
            nest.CopyModel("static_synapse", sign)
        synapse = {"synapse_model": sign, "weight": drawn(projection.weight, low, high)}
    synapse["delay"] = drawn(projection.delay, 0.5 * network.dt, float("inf"))
    nest.Connect(pre, post, rule, synapse)

nest.Prepare()
build = time.perf_counter() - start
nest.Run(given.warm_up * 1e3)
start, processor = time.perf_counter(), time.process_time()
nest.Run(given.seconds * 1e3)
run, processor = time.perf_counter() - start, time.process_time() - processor
nest.Cleanup()

events = recorder.events
trains = [(events["times"], events["senders"])]
networks.report(network, given, nest.__version__, build, 0.0, run, processor, trains)
