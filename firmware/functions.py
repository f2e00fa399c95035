#!/usr/bin/env python3
"""How much faster the exp/ln unit is than the C library: executed instructions of qemu's log, timed
as cycles.py times them.

    functions.py        prints cycles an argument in software and with the unit, and their ratio,
                        as a table for docs/validation.md

Published for the chip (CHIP): 4.4 to 5.7 times for exp, log, sigmoid, tanh and softmax. The
library there is not named; here it is newlib's. The unit's latency with 16 iterations, 22 cycles
(CHIP), is added to what its program executes.
"""
import re
import subprocess
import tempfile
from pathlib import Path

from cycles import EXPECTED, cycles, disassemble

HERE = Path(__file__).resolve().parent
FLAGS = ("-std=c99 -O3 -g -mcpu=cortex-m4 -mfpu=fpv4-sp-d16 -mfloat-abi=hard -mthumb "
         "-fno-math-errno -Wall -Wextra").split()
ARGUMENTS = 256
UNIT_CYCLES = 22
FUNCTIONS = ["exp", "log", "softmax", "tanh", "sigmoid"]
PUBLISHED = (4.4, 5.7)


def trace(folder):
    """Builds and runs the program; returns the addresses of what was executed."""
    elf = folder / "functions.elf"
    subprocess.run(
        ["arm-none-eabi-gcc", *FLAGS, "-nostartfiles", "-T", HERE / "qemu/mps2.ld",
         HERE / "math/functions.c", HERE / "qemu/board.c", "-o", elf, "-lm"], check=True)
    log = folder / "trace.log"
    version = subprocess.run(["qemu-system-arm", "--version"], capture_output=True, text=True)
    old = re.search(r"version [4-7]\.", version.stdout)
    step = ["-singlestep"] if old else ["-accel", "tcg,one-insn-per-tb=on"]
    subprocess.run(
        ["qemu-system-arm", "-M", "mps2-an386", "-display", "none", "-monitor", "none", "-serial",
         "none", "-semihosting-config", "enable=on,target=native", "-kernel", elf, *step,
         "-d", "exec,nochain", "-D", log], check=True)
    return elf, [int(c, 16) for c in re.findall(r"\[[0-9a-f]+/([0-9a-f]+)/", log.read_text())]


def measured(elf, addresses):
    """Cycles of each measure_… with all that it calls."""
    instructions = {}
    inside = {}
    for name, function in disassemble([elf]).items():
        for instruction in function:
            instructions[instruction.address] = instruction
            inside[instruction.address] = name
    total = {}
    current, path = None, []
    for at, then in zip(addresses, addresses[1:] + [None]):
        name = inside.get(at, "")
        if name.startswith("measure_"):
            current = name[len("measure_"):]
        elif name in ("main", "reset", "host", "leave"):
            if current:
                total[current] = cycles(path, EXPECTED)[0]
            current, path = None, []
        if current:
            instruction = instructions[at]
            path.append((instruction, then != at + instruction.size))
    return total


def main():
    with tempfile.TemporaryDirectory() as folder:
        total = measured(*trace(Path(folder)))
    loop = total["nothing"] / ARGUMENTS
    print("| function | software, cycles | with the unit | ratio | to the nearer end published |")
    print("|---|---|---|---|---|")
    for function in FUNCTIONS:
        software = total[function + "_software"] / ARGUMENTS - loop
        unit = total[function + "_unit"] / ARGUMENTS - loop + UNIT_CYCLES
        ratio = software / unit
        nearer = ratio / min(max(ratio, PUBLISHED[0]), PUBLISHED[1])
        print(f"| {function} | {software:.1f} | {unit:.1f} | {ratio:.1f} | {nearer:.2f} |")


if __name__ == "__main__":
    main()
