#!/usr/bin/env python3
"""Examples of the manual (ARM 100166_0001_00, sections 3.3 and 7), and nests of loops, held against
cycles.py."""

import unittest

from cycles import BEST, EXPECTED, ONCE, WORST, Function, Instruction, cycles


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


def function(text):
    """Of lines "instruction | the C function that it is of", 4 bytes an instruction."""
    instructions = []
    for at, line in enumerate(text.strip().splitlines()):
        code, _, owner = (part.strip() for part in line.partition("|"))
        name, _, operands = code.partition(" ")
        target = int(operands, 16) if name == "bne" else None
        instructions.append(Instruction(4 * at, 4, name, operands, owner, target))
    return Function(instructions)


def once(within, owner=""):
    """Expected cycles of a pass of the loop with code of a C function, or of what is outside."""
    loop = within.loop_of(owner, 0) if owner else None
    path = max(within.paths(loop), key=lambda p: within.passed(p, loop))
    return within.cost(path, loop, EXPECTED)[0]


class Nests(unittest.TestCase):
    """An instruction takes 1 and a branch taken 3. The last branch of a loop is not taken, which
    the pass that is taken off counts as taken, so that a loop within is 2 less around it."""

    def test_a_pass_of_a_loop_two_deep_is_taken_off_too(self):
        nest = function("""
            movs r0, #1     | outside
            adds r1, r1, #1 | first
            adds r2, r2, #1 | second
            adds r3, r3, #1 | third
            bne c           | third
            bne 8           | second
            bne 4           | first
            adds r0, r0, #1 | outside
            bx lr           | outside
            """)
        self.assertEqual(once(nest, "third"), 4)
        self.assertEqual(once(nest, "second"), 4 - 2)
        self.assertEqual(once(nest, "first"), 4 - 2)
        self.assertEqual(once(nest), 5 - 2)

    def test_a_loop_whose_first_look_is_enough_counts_where_it_stands_and_goes_with_it(self):
        sending = function(f"""
            movs r0, #1     | outside
            adds r1, r1, #1 | loop
            tst r2, #1      | {ONCE}
            bne 8           | {ONCE}
            bne 4           | loop
            bx lr           | outside
            """)
        self.assertEqual(once(sending, "loop"), 4 + 2)
        self.assertEqual(once(sending), 4 - 2)

    def test_also_where_it_begins_where_the_loop_around_it_does(self):
        sending = function(f"""
            movs r0, #1     | outside
            tst r2, #1      | {ONCE}
            bne 4           | {ONCE}
            bne 4           | loop
            bx lr           | outside
            """)
        self.assertEqual(once(sending), 4 - 2)


if __name__ == "__main__":
    unittest.main()
