package org.tradewind.io.data;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.tradewind.machine.CoreMap;
import org.tradewind.mapping.Mapping;
import org.tradewind.run.Fingerprint;
import org.tradewind.run.PacketTrace;
import org.tradewind.run.PacketTrace.Kind;
import org.tradewind.run.PacketTrace.Packet;
import org.tradewind.unit.InputException;

/// Packets that cores sent, as CSV, one a line behind a comment that tells whose they are: `#
/// mapping` and the mapping's [Fingerprint].
///
/// | column | |
/// |---|---|
/// | `tick` | machine time of sending, 1/6 ns |
/// | `cause_tick`, `cause` | the event whose handler sent it: when, and its place in the order of a tick |
/// | `pe` | the sender, `chip * 152 + p` |
/// | `kind` | `multicast`, `core_to_core` or `nearest` |
/// | `key` | hexadecimal |
/// | `target` | the receiver, `chip * 152 + p`; 0 for multicast |
/// | `link` | 0 to 5, for `nearest` |
/// | `payload_bits` | 0, 32, 64 or 128 |
/// | `payload_low`, `payload_high` | 64 bits each, hexadecimal |
public final class PacketFile {
  private static final String MAPPING = "# mapping ";
  private static final String HEADER =
      "tick,cause_tick,cause,pe,kind,key,target,link,payload_bits,payload_low,payload_high";

  /// Each takes about 100 bytes of memory.
  private static final int MOST = 20_000_000;

  private static final int CAUSES = 64;

  private PacketFile() {}

  /// @param mapping that they were sent with
  public static void write(PacketTrace trace, Mapping mapping, Path file) {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write(mappingLine(mapping));
      out.newLine();
      out.write(HEADER);
      out.newLine();
      for (Packet p : trace.packets()) {
        out.write(
            "%d,%d,%d,%d,%s,%08x,%d,%d,%d,%x,%x"
                .formatted(
                    p.tick(),
                    p.causeTick(),
                    p.cause(),
                    p.pe(),
                    p.kind().name().toLowerCase(Locale.ROOT),
                    p.key(),
                    p.target(),
                    p.link(),
                    p.payloadBits(),
                    p.low(),
                    p.high()));
        out.newLine();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String mappingLine(Mapping mapping) {
    return MAPPING + "%08x".formatted(Fingerprint.of(mapping));
  }

  /// @param mapping that they were sent with
  public static PacketTrace read(Path file, Mapping mapping) {
    int pes = mapping.machine().chipPositions() * CoreMap.PES;
    String where = file.toString();
    List<Packet> packets = new ArrayList<>();
    try (BufferedReader in = Files.newBufferedReader(file)) {
      String written = in.readLine();
      if (written == null || !written.startsWith(MAPPING) || !HEADER.equals(in.readLine())) {
        throw new InputException(
            where,
            "is no file of packets; its first line must begin with '"
                + MAPPING
                + "', its second must be "
                + HEADER);
      }
      if (!written.equals(mappingLine(mapping))) {
        throw new InputException(
            where,
            "holds packets of another mapping ('"
                + written
                + "', this one is '"
                + mappingLine(mapping)
                + "'); give the network, the machine and the options of the run that wrote it");
      }
      long before = 0;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String at = where + ": line " + (packets.size() + 3);
        if (packets.size() == MOST) {
          throw new InputException(at, "holds more than " + MOST + " packets; filter it first");
        }
        Packet packet = packet(at, line, pes);
        if (packet.tick() < before) {
          throw new InputException(at, "packets are not in order of their ticks");
        }
        before = packet.tick();
        packets.add(packet);
      }
    } catch (IOException e) {
      throw InputException.unreadable(file, e);
    }
    return new PacketTrace(packets);
  }

  private static Packet packet(String at, String line, int pes) {
    String[] field = line.split(",", -1);
    if (field.length != HEADER.split(",").length) {
      throw new InputException(at, "has " + field.length + " fields, not 11");
    }
    try {
      var packet =
          new Packet(
              Long.parseLong(field[0]),
              Long.parseLong(field[1]),
              Integer.parseInt(field[2]),
              Integer.parseInt(field[3]),
              Kind.valueOf(field[4].toUpperCase(Locale.ROOT)),
              Integer.parseUnsignedInt(field[5], 16),
              Integer.parseInt(field[6]),
              Integer.parseInt(field[7]),
              Integer.parseInt(field[8]),
              Long.parseUnsignedLong(field[9], 16),
              Long.parseUnsignedLong(field[10], 16));
      if (packet.causeTick() < 0
          || packet.tick() < packet.causeTick()
          || packet.cause() < 0
          || packet.cause() >= CAUSES
          || packet.pe() < 0
          || packet.pe() >= pes
          || packet.target() < 0
          || packet.target() >= pes
          || packet.link() < 0
          || packet.link() > 5) {
        throw new InputException(at, "'" + line + "' is no packet of a machine of " + pes + " PEs");
      }
      return packet;
    } catch (IllegalArgumentException e) {
      throw new InputException(at, "'" + line + "' is no packet: " + e.getMessage());
    }
  }
}
