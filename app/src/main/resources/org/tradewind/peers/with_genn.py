"""Runs one of the networks on GeNN's single-threaded CPU back end and prints what it took.

The code that GeNN writes and compiles is kept in --work, and used as often as this script is run.
"""

import math
import os
import time

import networks

network, given = networks.arguments()
if given.threads != 1:
    raise SystemExit("GeNN's CPU back end has one thread")

import numpy as np  # noqa: E402 (its import time is no part of a run)
import pygenn  # noqa: E402

DELTA_LIF = pygenn.create_neuron_model(
    "DeltaLif",
    params=["Vinf", "Vreset", "Vthresh", "TauRefrac", "TauM"],
    vars=[("V", "scalar"), ("RefracTime", "scalar")],
    derived_params=[("Decay", lambda p, dt: math.exp(-dt / p["TauM"]))],
    sim_code="""
    if (RefracTime <= 0.0) {
      V = Vinf + Decay * (V - Vinf) + Isyn;
    } else {
      RefracTime -= dt;
    }
    """,
    threshold_condition_code="RefracTime <= 0.0 && V >= Vthresh",
    reset_code="V = Vreset; RefracTime = TauRefrac;",
)
# as GeNN's own PoissonExp draws, with a jump instead of a current
POISSON_DELTA = pygenn.create_current_source_model(
    "PoissonDelta",
    params=["weight", "rate"],
    derived_params=[("ExpMinusLambda", lambda p, dt: math.exp(-p["rate"] * 1e-3 * dt))],
    injection_code="""
    scalar p = 1.0;
    unsigned int numSpikes = 0;
    do {
      numSpikes++;
      p *= gennrand_uniform();
    } while (p > ExpMinusLambda);
    injectCurrent(weight * (scalar)(numSpikes - 1));
    """,
)
NANO = 1e-3  # GeNN's LIF has nA and nF

# GeNN has no option for the compiler's target; its makefiles take the compiler from here
os.environ["CXX"] = os.environ.get("CXX", "g++") + " -march=native"
start = time.perf_counter()
model = pygenn.GeNNModel(
    "float", "m_" + network.name.replace("-", "_"), backend="single_threaded_cpu",
    optimize_code=True)
model.dt = network.dt
model.seed = given.seed
model.fuse_postsynaptic_models = True
model.default_narrow_sparse_ind_enabled = True

listening = [p for p in network.populations if not p.volley]
one_by_one = len(listening) <= 8


def add(name, size, p):
    n = p.neuron
    kind, a, b = p.v_init
    v = pygenn.init_var("Uniform", {"min": a, "max": b}) if kind == "uniform" else \
        pygenn.init_var("Normal", {"mean": a, "sd": b})
    state = {"V": v, "RefracTime": 0.0}
    if n.kind == "delta":
        group = model.add_neuron_population(name, size, DELTA_LIF, {
            "Vinf": n.e_l + p.current * n.tau_m / n.c_m, "Vreset": n.v_reset, "Vthresh": n.v_th,
            "TauRefrac": n.t_ref, "TauM": n.tau_m}, state)
    else:
        group = model.add_neuron_population(name, size, "LIF", {
            "C": n.c_m * NANO, "TauM": n.tau_m, "Vrest": n.e_l, "Vreset": n.v_reset,
            "Vthresh": n.v_th, "Ioffset": p.current * NANO, "TauRefrac": n.t_ref}, state)
    if p.poisson:
        rate, weight = p.poisson
        if n.kind == "delta":
            model.add_current_source(
                name + "_source", POISSON_DELTA, group, {"weight": weight, "rate": rate}, {})
        else:
            model.add_current_source(
                name + "_source", "PoissonExp", group,
                {"weight": weight * NANO, "tauSyn": n.tau_ex, "rate": rate}, {"current": 0.0})
    group.spike_recording_enabled = True
    return group


def connect(name, source, target, neuron, weight, delay, connectivity=None):
    """Weight and delay are distributions as in networks.py."""
    extra = []
    if neuron.kind == "delta":
        post, unit = pygenn.init_postsynaptic("DeltaCurr"), 1.0
    else:
        tau = neuron.tau_ex if weight[1] > 0 else neuron.tau_in
        post, unit = pygenn.init_postsynaptic("ExpCurr", {"tau": tau}), NANO
    if weight[0] == "constant":
        update = pygenn.init_weight_update("StaticPulseConstantWeight", {"g": weight[1] * unit})
    else:
        most = float(np.finfo(np.float32).max)
        low, high = (0.0, most) if weight[1] > 0 else (-most, 0.0)
        update = pygenn.init_weight_update("StaticPulseDendriticDelay", {}, {
            "g": pygenn.init_var("NormalClipped", {
                "mean": weight[1] * unit, "sd": weight[2] * unit, "min": low, "max": high}),
            "d": pygenn.init_var("NormalClippedDelay", {
                "mean": delay[1], "sd": delay[2], "min": 0.0, "max": longest})})
    if connectivity:
        extra.append(connectivity)
    group = model.add_synapse_population(name, "SPARSE", source, target, update, post, *extra)
    if weight[0] == "constant":
        # GeNN's spikes act one step later by themselves
        group.axonal_delay_steps = round(delay[1] / network.dt) - 1
    else:
        group.max_dendritic_delay_timesteps = round(longest / network.dt) + 1
    return group


# four standard deviations: one delay in 30,000 is longer
longest = max([0.0] + [p.delay[1] + 4 * p.delay[2] for p in network.projections
                       if p.delay[0] == "normal"])
if one_by_one:
    groups = {p.name: add(p.name, p.size, p) for p in listening}
    for p in network.projections:
        kind, value = p.rule
        rule = {
            "indegree": lambda: ("FixedNumberPreWithReplacement", {"num": value}),
            "probability": lambda: ("FixedProbability", {"prob": value}),
            "total": lambda: ("FixedNumberTotalWithReplacement", {"num": value}),
        }[kind]()
        connect(p.pre.name + "_" + p.post.name, groups[p.pre.name], groups[p.post.name],
                p.post.neuron, p.weight, p.delay, pygenn.init_sparse_connectivity(*rule))
else:
    groups = {"all": add("all", networks.neurons(network), listening[0])}
    volley = model.add_neuron_population(
        "volley", 100, "SpikeSourceArray", {}, {"startSpike": np.arange(100),
                                                "endSpike": np.arange(1, 101)})
    volley.extra_global_params["spikeTimes"].set_init_values(np.zeros(100))
    for number, (from_volley, weight, delay, sources, targets) in enumerate(
            networks.joined(network, given.seed)):
        group = connect("synapses%d" % number, volley if from_volley else groups["all"],
                        groups["all"], listening[0].neuron, weight, delay)
        group.set_sparse_connections(sources, targets)

described = time.perf_counter()
model.build(given.work)
compiled = time.perf_counter()
warm, steps = round(given.warm_up * 1e3 / network.dt), round(given.seconds * 1e3 / network.dt)
model.load(num_recording_timesteps=warm + steps)
loaded = time.perf_counter()
for _ in range(warm):
    model.step_time()
start_run, processor = time.perf_counter(), time.process_time()
for _ in range(steps):
    model.step_time()
run, processor = time.perf_counter() - start_run, time.process_time() - processor

model.pull_recording_buffers_from_device()
trains = []
for group in groups.values():
    times, senders = group.spike_recording_data[0]
    measured = times >= given.warm_up * 1e3 - network.dt / 2
    trains.append((times[measured], senders[measured]))
networks.report(
    network, given, pygenn.__version__, described - start + loaded - compiled,
    compiled - described, run, processor, trains)
