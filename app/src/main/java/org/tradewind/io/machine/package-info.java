/// Machine files: which machine there is and what of it is dead, in JSON. docs/machine-file.md
/// describes them, key by key.
///
/// Read [MachineFile], the door, then `OurFormat`, which is the document from top to bottom.
/// `SpinnMachineFormat` reads the descriptions that the tools of SpiNNaker write. `Json` walks the
/// tokens of a file, so that reading takes no more memory than the file and the machine.
///
/// ```
/// Machine machine = MachineFile.read(Path.of("examples/three-boards.machine.json"));
/// ```
package org.tradewind.io.machine;
