import org.tradewind.cost.Action;
import org.tradewind.machine.CoreMap;
import org.tradewind.machine.Machine;
import org.tradewind.mapping.*;
import org.tradewind.pe.*;
import org.tradewind.run.*;
import org.tradewind.unit.Ticks;

/// Two cores send a packet to and fro, on chips that are farther and farther apart:
/// `java -cp core/target/tradewind-core-0.1.0.jar examples/PingPong.java`
public class PingPong {
  private static final int ROUNDS = 100;

  /// Sends each packet back to PE 0 of the other chip. The one that begins keeps the time: its
  /// packets carry when they left. Its memory: the other chip, whether it begins, rounds, and the
  /// ticks that they took together.
  record Player(int otherChip, boolean begins) implements Program {
    @Override
    public Layout layout() {
      return new Layout().with("player", 8).with("rounds", 4).with("ticks", 8);
    }

    @Override
    public void write(KeyLookup keys, Sram into) {
      into.putInt(0, otherChip);
      into.putInt(4, begins ? 1 : 0);
    }

    @Override
    public Kernel start(Pe pe) {
      Sram sram = pe.sram();
      int other = sram.getInt(0);
      boolean keepsTime = sram.getInt(4) == 1;
      pe.enable(Interrupt.OTHERWISE_WAITING);
      return new EventKernel() {
        @Override
        public void onStart() {
          if (keepsTime) {
            send(pe.now());
          }
        }

        private void send(long left) {
          pe.did(Action.SEND_PACKET, 1);
          pe.did(Action.PAYLOAD_WORD, 2);
          pe.sendTo(other, 0, Payload.of(left));
        }

        @Override
        public void onInterrupt(Interrupt aPacketWaits) {
          long came = pe.now();
          pe.did(Action.HANDLE_PACKETS, 1);
          pe.did(Action.TAKE_PACKET, 1);
          pe.did(Action.PAYLOAD_WORD, 2);
          pe.take();
          long left = pe.payload().low();
          if (keepsTime) {
            sram.putInt(8, sram.getInt(8) + 1);
            sram.putLong(12, sram.getLong(12) + came - left);
            left = pe.now();
          }
          if (sram.getInt(8) < ROUNDS) {
            send(left);
          }
        }
      };
    }
  }

  public static void main(String[] arguments) {
    var board = Machine.board();
    int home = board.at(0, 0);
    for (int links = 1; links < 8; links++) {
      int away = board.at(links, links);
      var players =
          new MachineGraph.Builder()
              .with(MachineVertex.of("ping", 1, new Player(away, true)))
              .with(MachineVertex.of("pong", 1, new Player(home, false)))
              .build();
      var places = new Placement(new int[] {home * CoreMap.PES, away * CoreMap.PES});
      var mapping = Mapping.of(players, board, (_, _) -> places, new NerRouter(), _ -> {});
      var run = Run.load(mapping, Options.of(Ticks.PER_MILLISECOND));
      run.until(0);
      double nanoseconds = Ticks.toNanoseconds(run.sram(0).getLong(12)) / ROUNDS;
      System.out.printf("%d links: %.0f ns to and fro%n", links, nanoseconds);
    }
  }
}
