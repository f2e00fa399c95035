/// Our network file, `*.net.yaml`: everything that a [org.tradewind.network.Network] can say, under
/// the names of the chip's programs. docs/net-yaml.md describes it, key by key.
///
/// Read [NetFile], which is the document from top to bottom; [Models], [Connectors] and [Numbers]
/// read its parts. [org.tradewind.io.yaml] makes values of the text that know their places.
///
/// ```
/// NetFile.Content content = NetFile.read(Path.of("examples/two-neurons.net.yaml"));
/// ```
package org.tradewind.io.net;
