#!/usr/bin/env python3
"""How many cycles the inner loops take on a Cortex-M4F, from what a compiler makes of them.

    cycles.py                     compiles the loops, prints the table that is kept in cycles.tsv
    cycles.py --paths             ... and before it the counted paths, instruction by instruction
    cycles.py --trace LOG ELF     counts instructions that were executed instead, of qemu's log

A loop is found by the C function whose code it runs, told by the compiler's line numbers. One pass
of it is a path from its head back to its head; a loop within is passed once and its pass taken off
again, with all that is in it, so that (times round the outer loop) x (its cycles) + (times round
the inner) x (its cycles) is the whole, however deep loops are nested. A row of ROWS says which C
functions the path has to enter and which it must not; of those paths only such are counted that go
through most loops within.

Timing is that of the ARM Cortex-M4 Processor Technical Reference Manual r0p1 (ARM 100166_0001_00,
before it DDI 0439D), sections 3.3.1 (processor instructions) and 3.3.2 (load and store timings),
and chapter 7 (FPU instructions); its texts are also in TI's manuals SWCU185 and SWCU192. All
memory answers without wait states, for fetching too.

                             best    expected    worst
    P, pipeline refill         1         2         3      3.3.1: 1 to 3, by target and speculation
    SDIV, UDIV                 2         7        12      3.3.1: 2 to 12, by the operands
    IT after 16 bits           0         1         1      3.3.1: may be folded
    LDR from the program       2         2         3      3.3.2: may meet a fetch
    VLDR after a load          1         2         2      not said whether they are pipelined as LDR
    path, of those allowed  shortest  longest   longest

The last branch of a loop is not taken, which its pass counts as taken: so a row with loops within
can come out cheaper where the refill is dearer.
"""

import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

# ---- what is counted ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """A row of the table: a pass of a loop, or what a path costs beyond another row's."""

    name: str
    function: str
    owner: str  # the C function whose code makes the loop; "" for what is outside all loops
    what: str
    via: tuple = ()  # C functions that the path has to enter
    avoid: tuple = ()  # and those that it must not
    up: int = 0  # so many loops further out
    beyond: tuple = ()  # rows whose cycles are taken off
    elements: int = 1  # that one pass does


ONCE = "wait_for"  # the transmitter is waited for in a loop whose first look is enough
RARE = ("indexed_row", "sparse_row", "lose", "add_first")


def events(name, function, owner, what):
    return Row(f"event.{name}", function, owner, what, elements=2 if owner == "add_pairs" else 1)


def packet(name, function, what):
    """Of a row with one synapse that is alone in its word, which is counted as an event."""
    return Row(f"packet.{name}", function, "take", what, via=("add_last",), avoid=RARE,
               beyond=(f"event.{name}",))


def update(name, function, owner, what, rare=("spike",)):
    return [
        Row(name, function, owner, what, avoid=rare),
        Row(name + ".each", function + "_each", owner, "… with parameters of its own",
            avoid=rare),
        Row(name + ".spike", function, owner, "… more for a spike: reset, sending",
            via=("send",), avoid=("hold",), beyond=(name,)),
        Row(name + ".step", function, "", "… what goes around, once a step"),
    ]


def payload(handler, to, *beyond):
    return [Row(f"{handler}.{words}", f"{handler}_{words}", "", what, beyond=beyond, elements=words)
            for words, what in ((1, f"a payload's one word is {to}"), (2, "… each of two"),
                                (4, "… each of four"))]


def itself(name, function, what, **path):
    """A loop that stands in the function itself."""
    return Row(name, function, function, what, **path)


ROWS = [
    events("delay", "receive_delay", "add_pairs", "a synapse word of 16 bits with a delay"),
    events("no_delay", "receive_no_delay", "add_pairs", "… without"),
    events("wide", "receive_wide", "add_words", "… of 32 bits"),
    events("delay.split", "receive_delay_split", "add_pairs", "the same, exc. and inh. apart"),
    events("no_delay.split", "receive_no_delay_split", "add_pairs", "…"),
    events("wide.split", "receive_wide_split", "add_words", "…"),
    events("delay.graded", "receive_delay_graded", "add_pairs", "the same, times a number"),
    events("no_delay.graded", "receive_no_delay_graded", "add_pairs", "…"),
    events("wide.graded", "receive_wide_graded", "add_words", "…"),
    packet("delay", "receive_delay", "a packet is taken, its row found"),
    packet("no_delay", "receive_no_delay", "…"),
    packet("delay.split", "receive_delay_split", "…"),
    packet("no_delay.split", "receive_no_delay_split", "…"),
    Row("packet.wide", "receive_wide", "take", "…", avoid=RARE),
    Row("packet.wide.split", "receive_wide_split", "take", "…", avoid=RARE),
    packet("delay.graded", "receive_delay_graded", "… with a number"),
    packet("no_delay.graded", "receive_no_delay_graded", "…"),
    Row("packet.wide.graded", "receive_wide_graded", "take", "…", avoid=RARE),
    Row("packet.kernel", "receive_kernels", "take", "… of a convolution",
        avoid=("lose", "prepare", "seek", "clip", "add_those_here")),
    Row("probe", "receive_delay", "find", "one of the log2(sources) looks into the table"),
    Row("row.indexed", "receive_wide", "take", "more for a row whose ends are listed",
        via=("indexed_row",), avoid=("sparse_row", "lose"), beyond=("packet.wide",)),
    Row("row.sparse", "receive_wide", "take", "more for a row among few, found by its bit",
        via=("sparse_row", "between"), avoid=("indexed_row", "lose"), beyond=("packet.wide",)),
    Row("row.absent", "receive_wide", "take", "more to see that a neuron has none among few",
        via=("sparse_row",), avoid=("between", "indexed_row", "lose"), beyond=("packet.wide",)),
    Row("event.kernel", "receive_kernels", "add_weights", "a weight of a kernel"),
    Row("kernel.row", "receive_kernels", "add_weights", "a row of targets",
        avoid=("add_those_here",), up=1),
    Row("kernel.channel", "receive_kernels", "add_weights", "an output channel",
        avoid=("add_those_here",), up=2),
    Row("kernel.tap", "receive_kernels", "reach", "a row or a column that an input reaches"),
    Row("receive.step", "receive_delay", "", "receiving: what goes around, once a step",
        avoid=("lose",)),
    Row("receive.slot", "receive_delay", "aim", "… for each slot of the ring buffer"),
    *update("lif", "lif_by_subtraction", "lif", "a lif neuron's step"),
    *update("curr_exp", "curr_exp_to_v_reset", "curr_exp", "a lif_curr_exp neuron's step",
            ("spike", "hold")),
    *update("adaptive", "adaptive_by_subtraction", "adaptive", "a lif_adaptive neuron's step"),
    *update("adaptive.next", "adaptive_next_by_bound", "adaptive", "… with a reset a step later")[:2],
    *update("izhikevich", "izhikevich", "izhikevich_loop", "an izhikevich neuron's step"),
    Row("rectified", "rectified", "rectify", "a rectified unit's step", avoid=("send_number",)),
    Row("rectified.each", "rectified_each", "rectify", "… with parameters of its own",
        avoid=("send_number",)),
    Row("rectified.send", "rectified", "rectify", "… more for its number", via=("send_number",),
        beyond=("rectified",)),
    Row("relay", "relay", "relay", "a relay neuron's step", avoid=("spike",)),
    Row("relay.spike", "relay", "relay", "… more for a spike", via=("send",), beyond=("relay",)),
    Row("poisson", "poisson", "poisson", "a random word is drawn and compared", avoid=("spike",)),
    Row("poisson.spike", "poisson", "poisson", "… more for a spike", via=("send",),
        beyond=("poisson",)),
    itself("background", "background", "a background's count is drawn and added",
           avoid=("search",)),
    itself("background.search", "background", "… more where its cell does not say the count",
           via=("search",), avoid=("draw_again",), beyond=("background",)),
    Row("background.ends", "pass_ends", "", "… what goes around the ends"),
    Row("background.end", "pass_ends", "pass_ends", "… an end is compared"),
    itself("background.again", "background", "… more where it is drawn again",
           via=("draw_again",), beyond=("background", "background.search")),
    Row("background.entries", "pass_entries", "", "… what goes around the entries"),
    Row("background.entry", "pass_entries", "pass_entries", "… an entry is compared"),
    Row("background.step", "background", "", "… what goes around, once a step"),
    Row("spike_list", "spike_list", "spike_list", "a listed spike is read and sent"),
    Row("value_list", "value_list", "value_list", "a listed number is read and sent"),
    Row("take", "handle_packets", "handle_packets", "any program: a packet is taken, its handler "
        "called", avoid=("begin_again",)),
    Row("take.back", "ignore_packet", "", "… and back from one that does nothing"),
    Row("take.once", "handle_packets", "", "… what goes around, once for all that wait",
        avoid=("begin_again",)),
    *payload("keep", "kept in memory", "take.back"),
    Row("send", "forward_0", "", "a packet is sent", beyond=("take.back",)),
    *payload("forward", "sent on", "send", "take.back"),
    itself("eventprop.event", "eventprop_event", "EventProp: a weight is added to a sum"),
    itself("eventprop.update", "eventprop_update", "… a neuron's step forward",
           avoid=("keep_and_send",)),
    itself("eventprop.spike", "eventprop_update", "… more for a spike: kept, sent", via=("send",),
           beyond=("eventprop.update",)),
    itself("eventprop.error", "eventprop_error", "… a weight's term of an error"),
    itself("eventprop.adjoint", "eventprop_adjoint", "… a neuron's step back", avoid=("jump",)),
    itself("eventprop.jump", "eventprop_adjoint", "… more for a spike", via=("jump",),
           beyond=("eventprop.adjoint",)),
    itself("eventprop.gradient", "eventprop_gradient", "… a weight's gradient"),
    Row("eventprop.forward", "eventprop_update", "", "… what goes around, a step forward"),
    Row("eventprop.back", "eventprop_adjoint", "", "… and a step back"),
    itself("gradient.sum", "gradient_sum", "a gradient of another copy is added"),
    itself("adam", "adam_update", "a weight's step of Adam"),
    itself("rewired.look.byte", "rewired_forward_bytes", "DEEP R: a connection's input is 0",
           avoid=("add_unit",)),
    Row("rewired.look", "rewired_forward", "forward", "… its unit", avoid=("add_unit",)),
    itself("rewired.look.back", "rewired_backward", "… on the way back", avoid=("add_gradient",)),
    itself("rewired.sum.byte", "rewired_forward_bytes", "… more where it is not",
           via=("add_unit",), beyond=("rewired.look.byte",)),
    Row("rewired.sum", "rewired_forward", "forward", "…", via=("add_unit",),
        beyond=("rewired.look",)),
    itself("rewired.gradient.byte", "rewired_backward_bytes", "… more on the way back: a gradient",
           via=("add_gradient",), beyond=("rewired.look.byte",)),
    itself("rewired.gradient", "rewired_backward", "… a gradient and a term of its unit's error",
           via=("add_gradient",), beyond=("rewired.look.back",)),
    itself("rewired.target", "rewired_forward_bytes", "… what goes around, a target",
           avoid=("add_unit",), up=1),
    itself("rewired.target.back", "rewired_backward", "… on the way back",
           avoid=("add_gradient",), up=1),
    itself("rewired.errors", "rewired_errors", "… a unit's errors of four parts"),
    itself("rewired.step", "rewired_descend", "… a connection's step", via=("keep",)),
    Row("rewiring.compare", "rewiring_draw", "is_there", "… a connection is compared"),
    itself("rewiring.candidate", "rewiring_draw", "… a position is drawn and noted",
           via=("note",)),
    Row("rewiring.new", "rewiring_insert", "place_new", "… a connection becomes active"),
    Row("rewiring.move", "rewiring_insert", "move_up", "… a connection is moved"),
    itself("rewiring.target", "rewiring_insert", "… what goes around, a target"),
    Row("eprop.input", "eprop_frame", "add_row", "e-prop: a weight times an input is added"),
    itself("eprop.frame", "eprop_frame", "… what goes around for an input"),
    Row("eprop.event", "eprop_recurrent", "add_weights", "… a weight is added"),
    itself("eprop.recurrent", "eprop_recurrent", "… what goes around for a neuron",
           avoid=("add_weights",)),
    itself("eprop.update", "eprop_update", "… a neuron's step",
           avoid=("note_and_send", "reset", "hold")),
    itself("eprop.spike", "eprop_update", "… more for a spike: noted, sent", via=("send",),
           avoid=("reset", "hold"), beyond=("eprop.update",)),
    itself("eprop.reset", "eprop_update", "… and in the step after it", via=("reset",),
           avoid=("note_and_send", "hold"), beyond=("eprop.update",)),
    itself("eprop.triangle", "eprop_triangle", "… a neuron's surrogate, a triangle"),
    itself("eprop.surrogate", "eprop_surrogate", "… or Gaussians, three exp apart"),
    Row("eprop.trace", "eprop_inputs", "trace_fixed", "… a synapse's traces"),
    Row("eprop.trace.adaptive", "eprop_inputs", "trace_adaptive", "… of a neuron that adapts"),
    itself("eprop.source", "eprop_inputs", "… what goes around for an input"),
    itself("eprop.source.neuron", "eprop_spikes", "… for a neuron"),
    itself("eprop.signal", "eprop_signal", "… a readout's term of a learning signal"),
    Row("eprop.gradient", "eprop_gradient", "add_gradients", "… a synapse's gradient"),
    itself("eprop.decay", "eprop_decay", "… a readout's decay"),
    Row("eprop.total", "eprop_total", "add_weights", "… and its sum over steps"),
    itself("eprop.readout", "eprop_hear", "… a neuron's traces at the readouts",
           avoid=("add_row",)),
    Row("eprop.hear", "eprop_hear", "add_row", "… its weight to a readout, where it spiked"),
    Row("eprop.step", "eprop_update", "", "… what goes around the neurons, once a step"),
    Row("schedule.worker", "schedule_layer", "tell", "static schedule: a worker is told and woken",
        via=("tell",)),
    Row("schedule.layer", "schedule_layer", "", "… what goes around them, once a layer"),
    Row("schedule.flag", "schedule_look", "unset", "… a worker's flag is looked at"),
    Row("schedule.look", "schedule_look", "", "… what goes around them, each time"),
    Row("schedule.stage", "schedule_stage", "", "… a worker's interrupt, most of them",
        avoid=("launch", "answer")),
    Row("schedule.launch", "schedule_stage", "", "… more where its MAC array begins",
        via=("launch",), beyond=("schedule.stage",)),
    Row("schedule.answer", "schedule_stage", "", "… more where it answers",
        via=("answer",), beyond=("schedule.stage",)),
]

# ---- timing -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Assume:
    refill: int
    divide: int
    it_after_narrow: int
    literal: int
    fp_load_after_load: int


BEST = Assume(refill=1, divide=2, it_after_narrow=0, literal=2, fp_load_after_load=1)
EXPECTED = Assume(refill=2, divide=7, it_after_narrow=1, literal=2, fp_load_after_load=2)
WORST = Assume(refill=3, divide=12, it_after_narrow=1, literal=3, fp_load_after_load=2)

CONDITIONS = "eq|ne|cs|hs|cc|lo|mi|pl|vs|vc|hi|ls|ge|lt|gt|le"
BRANCH = re.compile(rf"b({CONDITIONS})?$|cbn?z$")
LOAD = re.compile(rf"ldr(b|h|sb|sh)?({CONDITIONS})?$")
STORE = re.compile(rf"str(b|h)?({CONDITIONS})?$")
FP_LOAD = re.compile(rf"vldr({CONDITIONS})?$")
FP_STORE = re.compile(r"vstr|vstmia|vpush")
MULTIPLE = re.compile(r"v?(ldm|stm)")
FP_ARITHMETIC = re.compile(r"v(add|sub|mul|nmul|div|sqrt|ml[as]|fn?m[as]|cvt)")
ARITHMETIC = re.compile(
    rf"(addw?|subw?|rsb|adc|sbc|mul|mla|mls|and|orr|orn|eor|bic|lsl|lsr|asr|ror|mov|mvn|movw|movt|"
    rf"neg|[us]bfx|[us]xt[bh]|[us]xta[bh]|bfi|bfc|clz|rbit|rev|umull|smull)s?({CONDITIONS})?$")
TESTS = re.compile(rf"(cmp|cmn|tst|teq)({CONDITIONS})?$")
FREE_OF_RULES = re.compile(r"(vmov|vcmpe?|vabs|vneg|vmrs|nop)")


@dataclass
class Instruction:
    address: int
    size: int
    name: str  # without .w, .n
    operands: str
    owner: str = ""
    target: int = None  # of a branch within the function

    def registers(self, text):
        found = []
        for register in re.findall(r"\b(?:r\d+|ip|lr|sp|sl|fp|pc|s\d+)\b", text):
            found.append({"sl": "r10", "fp": "r11", "ip": "r12"}.get(register, register))
        return found

    @property
    def destination(self):
        first = self.registers(self.operands.split(",")[0])
        return first[0] if first and not TESTS.match(self.name) else None

    @property
    def address_registers(self):
        inside = re.search(r"\[(.*?)\]", self.operands)
        if inside:
            return self.registers(inside.group(1))
        return self.registers(self.operands.split(",")[0]) if MULTIPLE.match(self.name) else []

    @property
    def read(self):
        """Registers behind the first operand; of a store or comparison the first as well."""
        tail = self.operands.partition(",")[2]
        whole = STORE.match(self.name) or FP_STORE.match(self.name) or self.name.startswith("vcmp")
        return self.registers(self.operands if whole else tail)

    @property
    def ends(self):
        return self.name == "bx" or (
            re.match(r"pop|ldmia", self.name) and "pc" in self.registers(self.operands))


def listed(instruction):
    """Registers of a list: N."""
    return len(instruction.registers(re.search(r"\{(.*)\}", instruction.operands).group(1)))


def cycles(path, assume):
    """Cycles of instructions one after the other, (instruction, whether its branch is taken): the
    sum, and each with its own."""
    total = 0
    counted = []
    before = None
    pipelined = False  # whether the one before is a load that the next may follow closely
    for instruction, taken in path:
        name = instruction.name
        follows = before is not None and before.destination in instruction.address_registers
        cost = 1
        load = False
        if BRANCH.match(name):
            cost = 1 + assume.refill if taken else 1
        elif name in ("bx", "bl", "blx"):
            cost = 1 + assume.refill
        elif LOAD.match(name):
            cost = assume.literal if "[pc" in instruction.operands else 2
            cost -= 1 if pipelined and not follows else 0
            load = True
        elif STORE.match(name):
            by_register = len(instruction.address_registers) > 1
            cost = 2 if by_register and not (pipelined and not follows) else 1
        elif name in ("ldrd", "strd"):
            cost = 3
        elif re.match(r"(ldm|stm|push|pop|vldm|vstm|vpush|vpop)", name):
            cost = 1 + listed(instruction) + (assume.refill if instruction.ends else 0)
        elif FP_LOAD.match(name):
            cost = assume.fp_load_after_load if pipelined and not follows else 2
            load = True
        elif name.startswith("vstr"):
            cost = 2
        elif name in ("udiv", "sdiv"):
            cost = assume.divide
        elif name in ("vdiv.f32", "vsqrt.f32"):
            cost = 14
        elif re.match(r"v(ml[as]|fn?m[as])", name):
            cost = 3
        elif re.match(r"it[te]*$", name):
            cost = assume.it_after_narrow if before is not None and before.size == 2 else 1
        elif not (ARITHMETIC.match(name) or TESTS.match(name) or FP_ARITHMETIC.match(name)
                  or FREE_OF_RULES.match(name)):
            raise SystemExit(f"no timing for '{name} {instruction.operands}'")
        if before is not None:
            # 3.3.2: an address that the data processing before it made comes a cycle later
            if follows and ARITHMETIC.match(before.name):
                cost += 1
            # 7: so does the result of float arithmetic to whatever reads it next
            if FP_ARITHMETIC.match(before.name) and before.destination in instruction.read:
                cost += 1
        total += cost
        counted.append((instruction, cost))
        pipelined = load
        before = instruction
    return total, counted


# ---- the program as a graph ---------------------------------------------------------------------


@dataclass
class Loop:
    head: int
    blocks: set
    latches: set = field(default_factory=set)


class Function:
    """Basic blocks, named by the address of their first instruction; 0 is where it begins."""

    def __init__(self, instructions):
        start = instructions[0].address
        targets = {i.target for i in instructions if i.target is not None}
        self.blocks = {}
        block = None
        for instruction in instructions:
            at = instruction.address - start
            if block is None or instruction.address in targets:
                block = self.blocks.setdefault(at, [])
            block.append(instruction)
            if BRANCH.match(instruction.name) or instruction.ends:
                block = None
        self.next = {}
        for at, block in self.blocks.items():
            last = block[-1]
            behind = last.address + last.size - start
            if last.ends:
                self.next[at] = []
            elif last.target is not None:
                jump = [(last.target - start, True)]
                self.next[at] = jump if last.name == "b" else jump + [(behind, False)]
            else:
                self.next[at] = [(behind, False)]
        self.loops = self.natural_loops()

    def natural_loops(self):
        order = []
        seen = set()

        def visit(at):
            seen.add(at)
            for to, _ in self.next[at]:
                if to not in seen:
                    visit(to)
            order.append(at)

        visit(0)
        dominators = {at: set(order) for at in order}
        dominators[0] = {0}
        changed = True
        while changed:
            changed = False
            for at in reversed(order):
                if at == 0:
                    continue
                before = [p for p in order if any(to == at for to, _ in self.next[p])]
                new = set.intersection(*(dominators[p] for p in before)) | {at}
                changed |= new != dominators[at]
                dominators[at] = new
        loops = {}
        for latch in order:
            for head, _ in self.next[latch]:
                if head in dominators[latch]:
                    loop = loops.setdefault(head, Loop(head, {head}))
                    loop.latches.add(latch)
                    todo = [latch]
                    while todo:
                        at = todo.pop()
                        if at not in loop.blocks:
                            loop.blocks.add(at)
                            todo += [p for p in order if any(to == at for to, _ in self.next[p])]
        return list(loops.values())

    def owned(self, blocks, owner):
        return any(i.owner == owner for at in blocks for i in self.blocks[at])

    def loop_of(self, owner, up):
        """The innermost loop with code of a C function, or one so many loops further out."""
        inside = [l for l in self.loops if self.owned(l.blocks - self.deeper(l), owner)]
        if not inside:
            raise SystemExit(f"no loop has code of {owner}")
        loop = min(inside, key=lambda l: (len(l.blocks), l.head))
        for _ in range(up):
            around = [l for l in self.loops if loop.blocks < l.blocks]
            loop = min(around, key=lambda l: len(l.blocks))
        return loop

    def deeper(self, loop):
        """Blocks of the loops within."""
        return set().union(*(other.blocks for other in self.within(loop)))

    def paths(self, loop, end=None):
        """Passes of a loop, or of what is outside all loops, as lists of (block, taken). A loop
        within is passed once at most."""
        back = {(latch, l.head) for l in self.loops for latch in l.latches}

        def walk(at, path):
            if not self.next[at]:
                if loop is None:
                    yield path + [(at, True)]
                return
            for to, taken in self.next[at]:
                step = path + [(at, taken)]
                if loop is not None and to == loop.head:
                    yield step
                elif (at, to) not in back and (loop is None or to in loop.blocks):
                    yield from walk(to, step)

        yield from walk(loop.head if loop else 0, [])

    def inner(self, loop):
        """The loops directly within."""
        within = self.within(loop)
        return [l for l in within if not any(l.blocks < m.blocks for m in within)]

    def within(self, loop):
        """All loops within one, or within the function."""
        return [l for l in self.loops if loop is None or l.blocks < loop.blocks]

    def passed(self, path, loop):
        """How many loops within a path goes through."""
        return len({l.head for l in self.within(loop)} & {at for at, _ in path})

    def cost(self, path, loop, assume):
        """Of a path, a pass of each loop that it goes through taken off, with those within."""
        total, counted = cycles(self.flat(path), assume)
        passed = {at for at, _ in path}
        for inner in self.inner(loop):
            if inner.head in passed and not self.waits(inner):
                # the pass that this path made of it
                own = [(at, taken) for at, taken in path if at in inner.blocks]
                own[-1] = (own[-1][0], True)
                total -= cycles(self.flat(own), assume)[0]
        return total, counted

    def waits(self, loop):
        """Whether it is a loop whose first look is enough; one around it is not."""
        return all(i.owner == ONCE for at in loop.blocks for i in self.blocks[at])

    def flat(self, path):
        return [(i, taken if i is self.blocks[at][-1] else False)
                for at, taken in path for i in self.blocks[at]]


def disassemble(objects, owned=False):
    """Instructions of each function by name; `owned`, each with the C function that it is of."""
    functions = {}
    for path in objects:
        text = run("arm-none-eabi-objdump", "-d", "--no-show-raw-insn", str(path))
        found = {}
        name = None
        for line in text.splitlines():
            begin = re.match(r"([0-9a-f]+) <(\w+)>:", line)
            if begin:
                name = begin.group(2)
                found[name] = []
                continue
            match = re.match(r"\s+([0-9a-f]+):\t(\S+)\s*(.*)", line)
            if not match or match.group(2).startswith("."):
                continue
            address, operation, operands = int(match.group(1), 16), match.group(2), match.group(3)
            operands = operands.split("@")[0].split(";")[0].strip()
            short = re.sub(r"\.[wn]$", "", operation)
            target = None
            if BRANCH.match(short):
                target = int(re.search(r"([0-9a-f]+) <", operands).group(1), 16)
            found[name].append(Instruction(address, 0, short, operands, target=target))
        every = sorted((i for f in found.values() for i in f), key=lambda i: i.address)
        for one, two in zip(every, every[1:]):
            one.size = 4 if two.address - one.address >= 4 else 2
        every[-1].size = 2
        if owned:
            for instruction, owner in zip(every, owners(path, every)):
                instruction.owner = owner
        functions.update(found)
    return functions


def owners(path, instructions):
    """The innermost C function of each, after inlining."""
    addresses = "\n".join(hex(i.address) for i in instructions)
    text = run("arm-none-eabi-addr2line", "-a", "-f", "-i", "-e", str(path), stdin=addresses)
    lines = text.splitlines()
    return [lines[n + 1] for n, line in enumerate(lines) if line.startswith("0x")]


def run(*command, stdin=None):
    return subprocess.run(command, input=stdin, capture_output=True, text=True, check=True).stdout


# ---- the table ----------------------------------------------------------------------------------


def count(row, functions, verbose):
    """Best, expected and worst cycles of a row, and its instructions."""
    function = functions[row.function]
    loop = function.loop_of(row.owner, row.up) if row.owner else None
    every = list(function.paths(loop))
    allowed = [p for p in every
               if all(function.owned([at for at, _ in p], v) for v in row.via)
               and not any(function.owned([at for at, _ in p], a) for a in row.avoid)]
    if not allowed:
        raise SystemExit(f"no path for {row}")
    most = max(function.passed(p, loop) for p in allowed)
    allowed = [p for p in allowed if function.passed(p, loop) == most]
    best = min(function.cost(p, loop, BEST)[0] for p in allowed)
    expected, counted = max((function.cost(p, loop, EXPECTED) for p in allowed),
                            key=lambda c: c[0])
    worst = max(function.cost(p, loop, WORST)[0] for p in allowed)
    if verbose:
        print(f"\n{row.name}: {row.what}; {len(every)} paths, {len(allowed)} allowed")
        for instruction, cost in counted:
            print(f"  {cost:2d}  {instruction.address:4x}  {instruction.name:8s} "
                  f"{instruction.operands:32s} {instruction.owner}")
    return [best, expected, worst]


def table(compiler, verbose=False):
    here = Path(__file__).resolve().parent
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["sh", str(here / "build"), folder, compiler], check=True)
        objects = disassemble(sorted(Path(folder).glob("*.o")), owned=True)
    functions = {name: Function(instructions) for name, instructions in objects.items()}
    version = run(compiler, "--version").splitlines()[0]
    lines = ["# cycles on a Cortex-M4F, made by firmware/cycles.py; assumptions are stated there",
             f"# {version}; options are in firmware/build",
             "row\tbest\texpected\tworst\twhat"]
    counted = {}
    for row in ROWS:
        cost = count(row, functions, verbose)
        for beyond in row.beyond:
            cost = [c - b for c, b in zip(cost, counted[beyond])]
        cost = [c / row.elements for c in cost]
        counted[row.name] = cost
        figures = "\t".join(f"{c:g}" for c in cost)
        lines.append(f"{row.name}\t{figures}\t{row.what}")
    return "\n".join(lines)


def executed(log, elf):
    """Expected cycles of each C function of the loops, from the log of qemu's `-d exec,nochain
    -singlestep`: what was executed, no path chosen, nothing taken off."""
    instructions = {}
    names = {}
    loops = disassemble(Path(elf).parent.glob("*.o"))
    for name, function in disassemble([elf]).items():
        for instruction in function:
            instructions[instruction.address] = instruction
            names[instruction.address] = name if name in loops else ""
    counters = [int(c, 16) for c in re.findall(r"\[[0-9a-f]+/([0-9a-f]+)/", Path(log).read_text())]
    total = {}
    path = []
    for at, then in zip(counters, counters[1:] + [None]):
        if not names[at]:
            continue
        instruction = instructions[at]
        path.append((instruction, then != at + instruction.size))
        if then is None or names[then] != names[at]:
            total[names[at]] = total.get(names[at], 0) + cycles(path, EXPECTED)[0]
            path = []
    return "\n".join(f"{name}\t{count}" for name, count in sorted(total.items()))


# What docs/validation.md shows of the table: which rows, and what we had estimated before counting.
PAGE = [
    ("a synapse word of 16 bits, two read at once, with delay; without",
     ["event.delay", "event.no_delay"], "20"),
    ("the same with excitatory and inhibitory sums apart", ["event.delay.split"], "20"),
    ("a synapse word of 32 bits", ["event.wide"], "20"),
    ("a weight of a convolution's kernel; a row of it, a channel, a packet",
     ["event.kernel", "kernel.row", "kernel.channel", "packet.kernel"], "20 in all"),
    ("a packet is taken and its row found, words of 16 bits; of 32",
     ["packet.delay", "packet.wide"], "10"),
    ("more for each of log2(sources) looks into the table", ["probe"], "0"),
    ("more for a row with ends; for one among few", ["row.indexed", "row.sparse"], "0"),
    ("one step of lif; with parameters of its own", ["lif", "lif.each"], "40"),
    ("of lif_curr_exp; lif_adaptive; izhikevich", ["curr_exp", "adaptive", "izhikevich"],
     "50; 50; 60"),
    ("a spike of lif: reset and sending; of lif_curr_exp", ["lif.spike", "curr_exp.spike"], "10"),
    ("a Poisson background: a count drawn and added; what goes around them, a step",
     ["background", "background.step"], "19, and 5 an entry"),
    ("any program: a packet taken; handed on and back; sent", ["take", "take.back", "send"], "–"),
    ("a word of its payload, of 1, of 2, of 4: kept", ["keep.1", "keep.2", "keep.4"], "–"),
    ("EventProp: a weight forward; its error; its gradient; its step of Adam",
     ["eventprop.event", "eventprop.error", "eventprop.gradient", "adam"], "–"),
    ("e-prop: a weight times an input; a synapse's traces, of a neuron that adapts; its gradient",
     ["eprop.input", "eprop.trace", "eprop.trace.adaptive", "eprop.gradient"], "–"),
    ("… a neuron's step; its surrogate, three exp apart; its traces at the readouts",
     ["eprop.update", "eprop.surrogate", "eprop.readout"], "–"),
    ("DEEP R: a connection whose input, whose unit is 0; its gradient; its step",
     ["rewired.look.byte", "rewired.look", "rewired.gradient", "rewired.step"], "–"),
    ("… a position drawn; compared; a connection that becomes active",
     ["rewiring.candidate", "rewiring.compare", "rewiring.new"], "–"),
]


def page():
    """The rows of docs/validation.md, from the table as it is kept."""
    kept = (Path(__file__).resolve().parent / "cycles.tsv").read_text().splitlines()
    cells = [line.split("\t") for line in kept if not line.startswith(("#", "row\t"))]
    cost = {row: ", ".join(sorted(figures, key=float)) for row, *figures, _ in cells}
    lines = ["| | cycles: lowest, expected, highest | estimated before |", "|---|---|---|"]
    for what, rows, before in PAGE:
        lines.append(f"| {what} | {'; '.join(cost[row] for row in rows)} | {before} |")
    return "\n".join(lines)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--trace"]:
        print(executed(*sys.argv[2:]))
    elif sys.argv[1:2] == ["--page"]:
        print(page())
    else:
        print(table("arm-none-eabi-gcc", "--paths" in sys.argv))
