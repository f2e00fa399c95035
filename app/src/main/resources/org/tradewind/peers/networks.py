"""The networks that Tradewind and its peers are compared on, and how each run is reported.

One description for every simulator: populations, projections and external drive in ms, mV, pA and
Hz. docs/benchmarks.md prints the same parameters with their sources.
"""

import argparse
import json
import math
import resource
import sys
from collections import namedtuple

# A neuron. kind "delta": v jumps by a synapse's weight in mV; kind "exp": a synapse's weight in pA
# is added to a current that decays with tau_ex (weight > 0) or tau_in (weight < 0).
Neuron = namedtuple("Neuron", "kind tau_m c_m e_l v_th v_reset t_ref tau_ex tau_in")

# v_init: ("uniform", low, high) or ("normal", mean, sd). current: pA, constant. poisson: None or
# (rate in Hz, weight), a source of its own for each neuron. volley: all spike once at time 0.
Population = namedtuple("Population", "name size neuron v_init current poisson volley")

# rule: ("indegree", k), ("probability", p), ("total", n). weight: ("constant", w) or ("normal",
# mean, sd), clipped at 0. delay in ms: ("constant", d) or ("normal", mean, sd), at least one step.
Projection = namedtuple("Projection", "pre post rule weight delay")

Network = namedtuple("Network", "name dt populations projections")


def population(name, size, neuron, v_init=None, current=0.0, poisson=None, volley=False):
    return Population(name, size, neuron, v_init, current, poisson, volley)


def constant(value):
    return ("constant", value)


def brunel(name, dt, delay, noisy):
    """Brunel 2000, model A, in the asynchronous irregular state: g = 8, eta = 1.5, J = 0.1 mV."""
    j, g, eta, tau, theta, excitatory, inhibitory, share = 0.1, 8.0, 1.5, 20.0, 20.0, 8000, 2000, 0.1
    neuron = Neuron("delta", tau, 250.0, 0.0, theta, 10.0, 2.0, None, None)
    rate = eta * theta / (j * tau * 1e-3)  # external spikes a second and neuron
    drive = dict(poisson=(rate, j)) if noisy else dict(current=250.0 / tau * eta * theta)
    exc = population("exc", excitatory, neuron, ("uniform", 0.0, theta), **drive)
    inh = population("inh", inhibitory, neuron, ("uniform", 0.0, theta), **drive)
    projections = [
        Projection(pre, post, ("indegree", int(share * pre.size)), constant(weight), constant(delay))
        for pre, weight in ((exc, j), (inh, -g * j))
        for post in (exc, inh)
    ]
    return Network(name, dt, [exc, inh], projections)


def cuba(name, size):
    """Vogels and Abbott 2005 with current-based synapses, as in Brette et al. 2007, benchmark 2;
    80 inputs a neuron at any size."""
    c_m = 200.0
    neuron = Neuron("exp", 20.0, c_m, -49.0, -50.0, -60.0, 5.0, 5.0, 10.0)
    to_pa = c_m / neuron.tau_m  # the paper's weights are mV of tau_m dv/dt
    exc = population("exc", size * 4 // 5, neuron, ("uniform", -60.0, -50.0))
    inh = population("inh", size // 5, neuron, ("uniform", -60.0, -50.0))
    projections = [
        Projection(pre, post, ("probability", 80.0 / size), constant(weight * to_pa), constant(0.1))
        for pre, weight in ((exc, 1.62), (inh, -9.0))
        for post in (exc, inh)
    ]
    return Network(name, 0.1, [exc, inh], projections)


def synfire(name, groups):
    """A ring of groups of 100 excitatory and 25 inhibitory neurons, in the manner of Kremkow et al.
    2010 and Hoeppner et al. 2019; one volley travels round."""
    neuron = Neuron("exp", 10.0, 250.0, -70.0, -50.0, -70.0, 2.0, 1.5, 1.0)
    volley = population("volley", 100, None, volley=True)
    rest = ("uniform", -70.0, -70.0)
    exc = [population("exc%d" % i, 100, neuron, rest) for i in range(groups)]
    inh = [population("inh%d" % i, 25, neuron, rest) for i in range(groups)]
    forward = (("indegree", 60), constant(120.0), constant(5.0))
    projections = [Projection(volley, to, *forward) for to in (exc[0], inh[0])]
    for i in range(groups):
        for to in (exc[(i + 1) % groups], inh[(i + 1) % groups]):
            projections.append(Projection(exc[i], to, *forward))
        projections.append(
            Projection(inh[i], exc[i], ("indegree", 25), constant(-80.0), constant(3.0)))
    return Network(name, 0.1, [volley] + exc + inh, projections)


def microcircuit(name, scale, noisy):
    """Potjans and Diesmann 2014. scale: of neurons and of synapses a neuron; below 1, weights grow
    by 1 / sqrt(scale) and a current makes up for the input that is gone."""
    names = ["L23E", "L23I", "L4E", "L4I", "L5E", "L5I", "L6E", "L6I"]
    sizes = [20683, 5834, 21915, 5479, 4850, 1065, 14395, 2948]
    external = [1600, 1500, 2100, 1900, 2000, 1900, 2900, 2100]
    rates = [0.903, 2.965, 4.414, 5.876, 7.569, 8.633, 1.105, 7.829]
    means = [-68.28, -63.16, -63.33, -63.45, -63.11, -61.66, -66.72, -61.43]
    deviations = [5.36, 4.57, 4.74, 4.94, 4.94, 4.55, 5.46, 4.48]
    probabilities = [  # of at least one synapse; row: target, column: source
        [0.1009, 0.1689, 0.0437, 0.0818, 0.0323, 0.0000, 0.0076, 0.0000],
        [0.1346, 0.1371, 0.0316, 0.0515, 0.0755, 0.0000, 0.0042, 0.0000],
        [0.0077, 0.0059, 0.0497, 0.1350, 0.0067, 0.0003, 0.0453, 0.0000],
        [0.0691, 0.0029, 0.0794, 0.1597, 0.0033, 0.0000, 0.1057, 0.0000],
        [0.1004, 0.0622, 0.0505, 0.0057, 0.0831, 0.3726, 0.0204, 0.0000],
        [0.0548, 0.0269, 0.0257, 0.0022, 0.0600, 0.3158, 0.0086, 0.0000],
        [0.0156, 0.0066, 0.0211, 0.0166, 0.0572, 0.0197, 0.0396, 0.2252],
        [0.0364, 0.0010, 0.0034, 0.0005, 0.0277, 0.0080, 0.0658, 0.1443],
    ]
    neuron = Neuron("exp", 10.0, 250.0, -65.0, -50.0, -65.0, 2.0, 0.5, 0.5)
    pa, g, background = 87.81, -4.0, 8.0

    def mean(source, target):
        return pa * (g if source % 2 else 2.0 if (source, target) == (2, 0) else 1.0)

    def synapses(source, target):
        pairs = float(sizes[source]) * sizes[target]
        return round(math.log(1 - probabilities[target][source]) / math.log(1 - 1 / pairs))

    populations = []
    for t in range(8):
        recurrent = sum(
            mean(s, t) * synapses(s, t) / sizes[t] * rates[s] for s in range(8))
        steady = pa * external[t] * background
        # pA: a current of weight * tau_syn * rate has the mean of the spikes that it stands for
        current = 0.5e-3 * (1 - math.sqrt(scale)) * (recurrent + (steady if noisy else 0.0))
        poisson = None
        if noisy:
            poisson = (external[t] * background * scale, pa / math.sqrt(scale))
        else:
            current += 0.5e-3 * steady
        populations.append(
            population(names[t], math.floor(sizes[t] * scale + 0.5), neuron,
                       ("normal", means[t], deviations[t]), current, poisson))
    projections = []
    for t in range(8):
        for s in range(8):
            total = round(synapses(s, t) * scale * scale)
            if total:
                weight = mean(s, t) / math.sqrt(scale)
                delay = ("normal", 0.75, 0.375) if s % 2 else ("normal", 1.5, 0.75)
                projections.append(
                    Projection(populations[s], populations[t], ("total", total),
                               ("normal", weight, 0.1 * abs(weight)), delay))
    return Network(name, 0.1, populations, projections)


NETWORKS = {
    "brunel-dc": lambda n: brunel(n, 0.1, 1.5, False),
    "brunel-poisson": lambda n: brunel(n, 0.1, 1.5, True),
    "brunel-dc-1ms": lambda n: brunel(n, 1.0, 2.0, False),
    "brunel-poisson-1ms": lambda n: brunel(n, 1.0, 2.0, True),
    "cuba-4000": lambda n: cuba(n, 4000),
    "cuba-20000": lambda n: cuba(n, 20000),
    "synfire-10000": lambda n: synfire(n, 80),
    "microcircuit-10": lambda n: microcircuit(n, 0.1, True),
    "microcircuit": lambda n: microcircuit(n, 1.0, True),
    "microcircuit-dc": lambda n: microcircuit(n, 1.0, False),
}


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("network", choices=NETWORKS)
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--warm-up", type=float, default=0.2)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--work", default=".", help="compiled code is kept there for later runs")
    given = parser.parse_args()
    return NETWORKS[given.network](given.network), given


def neurons(network):
    return sum(p.size for p in network.populations if not p.volley)


def joined(network, seed):
    """The projections with all neurons numbered through: (from the volley?, weight, delay, sources,
    targets), one for each pair of distributions. For simulators that pay for each population and
    projection in every step, and for rules that they do not have."""
    import numpy as np

    rng = np.random.default_rng(seed)
    first, size = {}, 0
    for p in network.populations:
        first[p.name] = 0 if p.volley else size
        size += 0 if p.volley else p.size
    alike = {}
    for projection in network.projections:
        pre, post, (kind, value) = projection.pre, projection.post, projection.rule
        if kind == "total":
            sources = rng.integers(pre.size, size=value, dtype=np.int32)
            targets = rng.integers(post.size, size=value, dtype=np.int32)
        else:
            degrees = {
                "indegree": lambda: np.full(post.size, value),
                "probability": lambda: rng.binomial(pre.size, value, post.size),
            }[kind]()
            sources = np.concatenate(
                [rng.choice(pre.size, k, replace=False, shuffle=False).astype(np.int32)
                 for k in degrees])
            targets = np.repeat(np.arange(post.size, dtype=np.int32), degrees)
        lists = alike.setdefault((pre.volley, projection.weight, projection.delay), ([], []))
        lists[0].append(sources + np.int32(first[pre.name]))
        lists[1].append(targets + np.int32(first[post.name]))
    return [key + tuple(np.concatenate(part) for part in lists) for key, lists in alike.items()]


def drawn(distribution, size, rng, low=-math.inf, high=math.inf):
    """Values of a distribution in [low, high], those outside drawn again, as a NumPy array."""
    import numpy as np

    kind, *values = distribution
    if kind == "constant":
        return np.full(size, values[0])
    draw = {"uniform": rng.uniform, "normal": rng.normal}[kind]
    found = draw(*values, size)
    while (out := np.flatnonzero((found < low) | (found > high))).size:
        found[out] = draw(*values, out.size)
    return found


def report(network, given, version, build, compile_seconds, run, processor, trains,
           children=False):
    """Prints the line of JSON that the harness reads.

    processor: processor seconds of all threads in those that run took.
    trains: (times in ms after the warm-up, neuron numbers) of each population as NumPy arrays.
    """
    import numpy as np

    spikes, variations = 0, []
    for times, senders in trains:
        times, senders = np.asarray(times), np.asarray(senders)
        spikes += len(times)
        order = np.lexsort((times, senders))
        times, senders = times[order], senders[order]
        same = senders[1:] == senders[:-1]
        intervals, owners = np.diff(times)[same], senders[1:][same]
        if len(intervals):
            owners -= owners.min()
            count = np.bincount(owners)
            enough = count >= 2
            mean = np.bincount(owners, intervals) / np.maximum(count, 1)
            square = np.bincount(owners, intervals**2) / np.maximum(count, 1)
            deviation = np.sqrt(np.maximum(square - mean**2, 0))
            variations.append(deviation[enough] / mean[enough])
    variations = np.concatenate(variations) if variations else np.zeros(0)
    who = resource.RUSAGE_CHILDREN if children else resource.RUSAGE_SELF
    print(json.dumps({
        "version": version,
        "threads": given.threads,
        "build_seconds": build,
        "compile_seconds": compile_seconds,
        "run_seconds": run,
        "processor_seconds": processor / given.threads,
        "spikes": spikes,
        "rate_hz": spikes / (neurons(network) * given.seconds),
        "cv": float(variations.mean()) if len(variations) else None,
        "peak_rss_mb": resource.getrusage(who).ru_maxrss / 1024,
    }))
    sys.stdout.flush()
