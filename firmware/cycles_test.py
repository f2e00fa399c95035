#!/usr/bin/env python3
"""Examples of the manual (ARM 100166_0001_00, sections 3.3 and 7), held against cycles.py."""

import unittest

from cycles import BEST, EXPECTED, WORST, Instruction, cycles


def count(text, assume=EXPECTED, taken=False):
    path = []
    for at, line in enumerate(text.split(";")):
        name, _, operands = line.strip().partition(" ")
        path.append((Instruction(4 * at, 4, name, operands), False))
    path[-1] = (path[-1][0], taken)
    return cycles(path, assume)[0]


class Manual(unittest.TestCase):
    def test_loads_and_stores_that_follow_each_other_are_pipelined(self):
        self.assertEqual(count("ldr r0, [r1]; ldr r1, [r2]"), 3)
        self.assertEqual(count("ldr r0, [r1, r2]; str r0, [r3, #20]"), 3)
        self.assertEqual(count("ldr r0, [r1, r2]; str r1, [r3, r2]"), 3)
        self.assertEqual(count("ldr r0, [r1, r5]; ldr r1, [r2]; ldr r2, [r3, #4]"), 4)

    def test_unless_the_address_is_what_was_loaded(self):
        self.assertEqual(count("ldr r0, [r1]; ldr r2, [r0]"), 4)

    def test_nothing_is_pipelined_behind_a_store(self):
        self.assertEqual(count("str r0, [r1, r2]; ldr r3, [r4]"), 4)
        self.assertEqual(count("str r0, [r1, #4]"), 1)

    def test_several_registers_take_a_cycle_each_and_one_more(self):
        self.assertEqual(count("ldmia r0!, {r1, r2, r3}"), 4)
        self.assertEqual(count("ldrd r0, r1, [r2]"), 3)
        self.assertEqual(count("push {r4, r5, lr}"), 4)

    def test_an_address_just_computed_comes_a_cycle_later(self):
        self.assertEqual(count("add r1, r2, r3; ldr r0, [r1]"), 4)
        self.assertEqual(count("add r1, r2, r3; nop; ldr r0, [r1]"), 4)

    def test_a_branch_refills_the_pipeline_when_taken(self):
        self.assertEqual(count("bne 0", taken=False), 1)
        taken = [count("bne 0", a, taken=True) for a in (BEST, EXPECTED, WORST)]
        self.assertEqual(taken, [2, 3, 4])

    def test_division_depends_on_the_operands(self):
        self.assertEqual([count("udiv r0, r1, r2", a) for a in (BEST, WORST)], [2, 12])

    def test_float_results_come_a_cycle_later_to_the_next(self):
        self.assertEqual(count("vmul.f32 s0, s1, s2; vadd.f32 s3, s4, s5"), 2)
        self.assertEqual(count("vmul.f32 s0, s1, s2; vadd.f32 s3, s0, s5"), 3)
        self.assertEqual(count("vldr s0, [r1]; vadd.f32 s3, s0, s5"), 3)

    def test_the_long_ones(self):
        self.assertEqual(count("vdiv.f32 s0, s1, s2"), 14)
        self.assertEqual(count("vfma.f32 s0, s1, s2"), 3)

    def test_an_instruction_without_a_timing_is_refused(self):
        with self.assertRaises(SystemExit):
            count("wfi ")


if __name__ == "__main__":
    unittest.main()
