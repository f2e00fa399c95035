/// Our network file, `*.net.yaml`: everything that a [org.tradewind.network.Network] can say, under
/// the names of the chip's programs. docs/net-yaml.md describes it, key by key.
///
/// Read [NetFile], which is the document from top to bottom; [Models], [Connectors] and [Numbers]
/// read its parts. [Node] is a value in a document that knows its place, so that every complaint
/// names it. [YamlReader] makes nodes of text: no anchors, no tags, no duplicate keys, a bounded
/// number of values.
///
/// ```
/// NetFile.Content content = NetFile.read(Path.of("examples/two-neurons.net.yaml"));
/// ```
package org.tradewind.io.net;
