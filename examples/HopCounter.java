import org.tradewind.cost.Action;
import org.tradewind.machine.Machine;
import org.tradewind.mapping.*;
import org.tradewind.pe.*;
import org.tradewind.run.*;
import org.tradewind.unit.Ticks;

/// A packet goes round a ring of cores, and each core counts one hop on it:
/// `java -cp core/target/tradewind-core-0.1.0.jar examples/HopCounter.java`
public class HopCounter {
  private static final int CORES = 148;
  private static final int HOPS = 10 * CORES;

  /// What runs on each core. Its memory: the key that it sends, and the last count that it saw; the
  /// core that begins has a 1 there.
  record Hop(int vertex) implements Program {
    @Override
    public Layout layout() {
      return new Layout().with("key", 4).with("seen", 4);
    }

    @Override
    public void write(KeyLookup keys, Sram into) {
      into.putInt(0, keys.key(vertex));
      into.putInt(4, vertex == 0 ? 1 : 0);
    }

    @Override
    public Kernel start(Pe pe) {
      int key = pe.sram().getInt(0);
      pe.enable(Interrupt.OTHERWISE_WAITING);
      return new EventKernel() {
        @Override
        public void onStart() {
          if (pe.sram().getInt(4) == 1) {
            send(1);
          }
        }

        private void send(int hops) {
          pe.did(Action.SEND_PACKET, 1);
          pe.did(Action.PAYLOAD_WORD, 1);
          pe.send(key, Payload.of(hops));
        }

        @Override
        public void onInterrupt(Interrupt aPacketWaits) {
          pe.did(Action.HANDLE_PACKETS, 1);
          pe.did(Action.TAKE_PACKET, 1);
          pe.did(Action.PAYLOAD_WORD, 1);
          pe.take();
          int hops = pe.payload().word(0);
          pe.sram().putInt(4, hops);
          if (hops < HOPS) {
            send(hops + 1);
          }
        }
      };
    }
  }

  public static void main(String[] arguments) {
    var ring = new MachineGraph.Builder();
    for (int v = 0; v < CORES; v++) {
      ring.with(MachineVertex.of("hop " + v, 1, new Hop(v))).edge(v, (v + 1) % CORES);
    }
    var mapping = Mapping.of(ring.build(), Machine.chip());
    var run = Run.load(mapping, Options.of(Ticks.PER_MILLISECOND));
    var results = run.until(0);
    System.out.println(run.sram(0).getInt(4) + " hops on " + CORES + " cores");
    System.out.println(Math.round(Ticks.toNanoseconds(results.ticks()) / HOPS) + " ns a hop");
  }
}
