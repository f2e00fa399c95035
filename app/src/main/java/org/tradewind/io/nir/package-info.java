/// NIR, the exchange format of spiking networks, at the door: [NirFile] reads and writes `.nir`
/// files as a [NirGraph] of [NirNode]s; [NirImport] turns a graph into a
/// [org.tradewind.network.Network] in the terms of the chip's programs.
///
/// ```java
/// NirGraph graph = NirFile.read(Path.of("cnn.nir"));
/// var options = new NirImport.Options(
///     1e-4, NeuronModel.Reset.TO_V_RESET, NirImport.Integrator.EULER, 0, false);
/// NirImport.Imported imported = NirImport.network(graph, "cnn.nir", options);
/// ```
package org.tradewind.io.nir;
