/// YAML documents whose values know their places: [YamlReader] makes [Node]s of text (no anchors,
/// no tags, no duplicate keys, a bounded number of values), so that what is wrong with one is said
/// with file, path, line and column.
package org.tradewind.io.yaml;
