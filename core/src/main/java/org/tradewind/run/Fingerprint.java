package org.tradewind.run;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.tradewind.mapping.Mapping;
import org.tradewind.mapping.RoutingTable;

/// Of all of a mapping that packets meet: the machine, its chips, who is where, keys, tables. What
/// was written with one mapping makes sense only with the same.
public final class Fingerprint {
  private final CRC32C crc = new CRC32C();
  private final ByteBuffer words = ByteBuffer.allocate(1 << 16);

  private Fingerprint() {}

  public static int of(Mapping mapping) {
    var of = new Fingerprint();
    of.add(mapping.machine().name());
    of.add(mapping.placement().pe());
    of.add(mapping.keys().key());
    of.add(mapping.keys().mask());
    for (int chip = 0; chip < mapping.machine().chipPositions(); chip++) {
      if (mapping.machine().hasChip(chip)) {
        of.add(chip, mapping.tables().chip(chip));
      }
    }
    of.drain();
    return (int) of.crc.getValue();
  }

  private void add(int chip, RoutingTable table) {
    add(chip);
    add(table.key());
    add(table.mask());
    for (int i = 0; i < table.size(); i++) {
      add(table.links()[i]);
      for (int word = 0; word < 3; word++) {
        long cores = table.cores()[3 * i + word];
        add((int) cores);
        add((int) (cores >>> 32));
      }
    }
  }

  private void add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    add(bytes.length);
    drain();
    crc.update(bytes);
  }

  private void add(int[] all) {
    add(all.length);
    for (int word : all) {
      add(word);
    }
  }

  private void add(int word) {
    if (!words.hasRemaining()) {
      drain();
    }
    words.putInt(word);
  }

  private void drain() {
    crc.update(words.flip());
    words.clear();
  }
}
