"""What the scripts of all peers take from networks.py, on worlds of a few neurons."""

import contextlib
import io
import json
import math
import types
import unittest

import networks
import numpy as np

HERE = networks.population("here", 4, None)
THERE = networks.population("there", 3, None)
VOLLEY = networks.population("volley", 2, None, volley=True)


def network(*projections):
    return networks.Network("few", 0.1, [VOLLEY, HERE, THERE], list(projections))


def projection(pre, post, rule, weight=("constant", 1.0), delay=("constant", 1.0)):
    return networks.Projection(pre, post, rule, weight, delay)


class Joined(unittest.TestCase):
    def test_every_neuron_has_as_many_different_inputs_as_told(self):
        only, = networks.joined(network(projection(HERE, THERE, ("indegree", 3))), 1)
        self.assertEqual(only[:3], (False, ("constant", 1.0), ("constant", 1.0)))
        pairs = list(zip(*only[3:]))
        self.assertEqual(len(set(pairs)), 9)
        self.assertEqual([p[1] for p in pairs], [4, 4, 4, 5, 5, 5, 6, 6, 6])
        self.assertTrue(all(0 <= p[0] < 4 for p in pairs))

    def test_the_volley_is_numbered_for_itself(self):
        only, = networks.joined(network(projection(VOLLEY, THERE, ("indegree", 2))), 1)
        self.assertTrue(only[0])
        self.assertEqual(sorted(only[3]), [0, 0, 0, 1, 1, 1])

    def test_a_probability_is_that_of_each_pair(self):
        many = [networks.joined(network(projection(HERE, THERE, ("probability", 0.25))), seed)
                for seed in range(200)]
        synapses = [len(only[3]) for only, in many]
        self.assertAlmostEqual(np.mean(synapses), 3.0, delta=4 * math.sqrt(12 * 0.1875 / 200))

    def test_a_total_is_drawn_with_replacement(self):
        only, = networks.joined(network(projection(THERE, HERE, ("total", 5000))), 1)
        counts = np.zeros((7, 7))
        np.add.at(counts, only[3:], 1)
        self.assertEqual(counts[4:, :4].sum(), 5000)
        self.assertTrue((abs(counts[4:, :4] - 5000 / 12) < 5 * math.sqrt(5000 / 12)).all())

    def test_projections_of_the_same_distributions_are_one(self):
        drawn = ("normal", 1.0, 0.1)
        both = networks.joined(network(
            projection(HERE, THERE, ("total", 5), drawn),
            projection(HERE, HERE, ("total", 6)),
            projection(THERE, HERE, ("total", 7), drawn)), 1)
        self.assertEqual([(b[1], len(b[3]), len(b[4])) for b in both],
                         [(drawn, 12, 12), (("constant", 1.0), 6, 6)])


class Drawn(unittest.TestCase):
    def test_what_is_outside_is_drawn_again(self):
        values = networks.drawn(("normal", 1.0, 2.0), 100_000, np.random.default_rng(1), low=0.5)
        self.assertGreaterEqual(values.min(), 0.5)
        density = math.exp(-0.25**2 / 2) / math.sqrt(2 * math.pi)
        above = 0.5 * math.erfc(-0.25 / math.sqrt(2))
        self.assertAlmostEqual(values.mean(), 1 + 2 * density / above, delta=0.02)

    def test_a_constant_is_everywhere(self):
        self.assertEqual(list(networks.drawn(("constant", 3.0), 2, None)), [3.0, 3.0])


class Reported(unittest.TestCase):
    def test_a_clock_has_no_variation_and_one_that_limps_has(self):
        given = types.SimpleNamespace(threads=1, seconds=0.1)
        clock = ([10.0, 20.0, 30.0, 40.0], [0, 0, 0, 0])
        limping = ([1.0, 2.0, 5.0], [2, 2, 2])
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            networks.report(network(), given, "1", 0, 0, 0, 0, [clock, limping])
        said = json.loads(said.getvalue())
        self.assertEqual(said["spikes"], 7)
        self.assertAlmostEqual(said["rate_hz"], 10.0)
        self.assertAlmostEqual(said["cv"], (0.0 + 0.5) / 2)


if __name__ == "__main__":
    unittest.main()
