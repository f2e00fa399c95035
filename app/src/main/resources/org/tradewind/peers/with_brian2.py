"""Runs one of the networks in Brian2's C++ standalone mode and prints what it took.

The program that Brian2 writes and compiles is kept in --work, and run as often as this script is.
"""

import itertools
import logging
import math
import os
import pickle
import subprocess
import time

import networks

network, given = networks.arguments()

logging.getLogger("brian2").setLevel(logging.ERROR)
import brian2 as b2  # noqa: E402 (its import time is no part of a run)
import numpy as np  # noqa: E402
from brian2 import Hz, mV, ms, pA, pF  # noqa: E402

if networks.neurons(network) > 50000:
    raise SystemExit("0.3 G synapses, written to files and read again, are not tried on Brian2")


# between the runs the program writes the wall time and its processor time
MARK = """
{
  std::ofstream marks("marks", std::ios::app);
  marks.precision(17);
  marks << std::chrono::duration<double>(
      std::chrono::system_clock::now().time_since_epoch()).count()
      << " " << (double) std::clock() / CLOCKS_PER_SEC << std::endl;
}
"""


def build(directory):
    """One group of neurons and one of synapses a distribution: Brian2's cost is by object and step.

    Its refractory time counts from the beginning of the step of the spike, and what a spike does
    comes after a step's threshold: one step more of the one and less of the other is what the
    others do.
    """
    b2.set_device("cpp_standalone", build_on_run=False)
    if given.threads > 1:
        b2.prefs.devices.cpp_standalone.openmp_threads = given.threads
    b2.prefs.codegen.cpp.headers += ["<chrono>", "<ctime>", "<fstream>"]
    b2.prefs.codegen.cpp.extra_compile_args_gcc = ["-w", "-O3", "-ffast-math", "-march=native"]
    b2.seed(given.seed)
    b2.defaultclock.dt = network.dt * ms
    rng = np.random.default_rng(given.seed)
    listening = [p for p in network.populations if not p.volley]
    n, one_current = listening[0].neuron, len({p.current for p in listening}) == 1
    values = {
        "tau_m": n.tau_m * ms, "c_m": n.c_m * pF, "e_l": n.e_l * mV, "v_th": n.v_th * mV,
        "v_reset": n.v_reset * mV, "current": listening[0].current * pA,
    }
    if n.kind == "exp":
        values.update(tau_ex=n.tau_ex * ms, tau_in=n.tau_in * ms)
        equations = """
        dv/dt = (e_l - v) / tau_m + (i_ex + i_in + current) / c_m : volt (unless refractory)
        di_ex/dt = -i_ex / tau_ex : amp
        di_in/dt = -i_in / tau_in : amp
        """
    else:
        equations = "dv/dt = (e_l - v) / tau_m + current / c_m : volt (unless refractory)"
    if not one_current:
        del values["current"]
        equations += "\ncurrent : amp (constant)"
    group = b2.NeuronGroup(
        networks.neurons(network), equations, threshold="v > v_th", reset="v = v_reset",
        refractory=(n.t_ref + network.dt) * ms, method="exact", namespace=values)
    group.v = np.concatenate([networks.drawn(p.v_init, p.size, rng) for p in listening]) * mV
    if not one_current:
        group.current = np.repeat([p.current for p in listening], [p.size for p in listening]) * pA
    net = b2.Network(group)
    first = 0
    for poisson, alike in itertools.groupby(listening, lambda p: p.poisson):
        size = sum(p.size for p in alike)
        if poisson:
            rate, weight = poisson
            target, unit = ("v", mV) if n.kind == "delta" else ("i_ex", pA)
            driven = group if size == len(group) else group[first:first + size]
            # 1,000 slow sources a neuron stand for a fast one: Brian2 draws their number at once
            net.add(b2.PoissonInput(driven, target, 1000, rate / 1000 * Hz, weight * unit))
        first += size
    volley = None
    for p in network.populations:
        if p.volley:
            volley = b2.SpikeGeneratorGroup(p.size, np.arange(p.size), np.zeros(p.size) * ms)
            net.add(volley)
    for from_volley, weight, delay, sources, targets in networks.joined(network, given.seed):
        alike = weight[0] == delay[0] == "constant"
        effect = "%r*%s" % (weight[1], "mV" if n.kind == "delta" else "pA") if alike else "w"
        if n.kind == "delta":
            on_pre = "v_post += %s * int(not_refractory_post)" % effect
        else:
            on_pre = "%s_post += %s" % ("i_ex" if weight[1] > 0 else "i_in", effect)
        synapses = b2.Synapses(
            volley if from_volley else group, group, None if alike else "w : amp (constant)",
            on_pre=on_pre, delay=(delay[1] - network.dt) * ms if alike else None)
        synapses.connect(i=sources, j=targets)
        if not alike:
            low, high = (0.0, math.inf) if weight[1] > 0 else (-math.inf, 0.0)
            synapses.w = networks.drawn(weight, len(sources), rng, low, high) * pA
            late = networks.drawn(delay, len(sources), rng, low=0.5 * network.dt)
            synapses.delay = (np.rint(late / network.dt).clip(1) - 1) * network.dt * ms
        net.add(synapses)
    monitor = b2.SpikeMonitor(group)
    net.add(monitor)
    b2.device.insert_code("main", MARK)
    net.run(given.warm_up * b2.second, namespace={})
    b2.device.insert_code("main", MARK)
    net.run(given.seconds * b2.second, namespace={})
    b2.device.insert_code("main", MARK)
    b2.device.build(directory=directory, compile=True, run=False)
    files = [os.path.basename(b2.device.get_array_filename(monitor.variables[v], ""))
             for v in ("t", "i")]
    with open(os.path.join(directory, "monitor.pickle"), "wb") as out:
        pickle.dump(files, out)


directory = os.path.join(given.work, "brian2-%s-%d-%g-%g" % (
    network.name, given.threads, given.warm_up, given.seconds))
start = time.perf_counter()
if not os.path.exists(os.path.join(directory, "monitor.pickle")):
    build(directory)
compiled = time.perf_counter()
started = time.time()
marks = os.path.join(directory, "marks")
if os.path.exists(marks):
    os.remove(marks)
subprocess.run(["./main"], cwd=directory, check=True, stdout=subprocess.DEVNULL)

results = os.path.join(directory, "results")
with open(marks) as lines:
    (made, _), (start_run, start_processor), (end_run, end_processor) = [
        [float(word) for word in line.split()] for line in lines]
with open(os.path.join(directory, "monitor.pickle"), "rb") as names:
    t, i = pickle.load(names)
times = np.fromfile(os.path.join(results, t)) * 1e3
senders = np.fromfile(os.path.join(results, i), dtype=np.int32)
measured = times >= given.warm_up * 1e3 - network.dt / 2
networks.report(
    network, given, b2.__version__, made - started, compiled - start, end_run - start_run,
    end_processor - start_processor, [(times[measured], senders[measured])], children=True)
