import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import org.tradewind.cost.Action;
import org.tradewind.machine.Machine;
import org.tradewind.mapping.*;
import org.tradewind.pe.*;
import org.tradewind.run.*;
import org.tradewind.unit.Ticks;

/// PageRank of Zachary's karate club (1977), a member a core. In each step a core adds up what came
/// from its friends and sends them its own rank in equal parts:
/// `java -cp core/target/tradewind-core-0.1.0.jar examples/PageRank.java`
public class PageRank {
  private static final int STEPS = 100;
  private static final float DAMPING = 0.85f;

  /// Cycles of the FPU for one.
  private static final int DIVISION = 14;

  /// The friends of each member that come after it.
  private static final int[][] CLUB = {
    {1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 17, 19, 21, 31}, {2, 3, 7, 13, 17, 19, 21, 30},
    {3, 7, 8, 9, 13, 27, 28, 32}, {7, 12, 13}, {6, 10}, {6, 10, 16}, {16}, {}, {30, 32, 33}, {33},
    {}, {}, {}, {33}, {32, 33}, {32, 33}, {}, {}, {32, 33}, {33}, {32, 33}, {}, {32, 33},
    {25, 27, 29, 32, 33}, {25, 27, 31}, {31}, {29, 33}, {33}, {31, 33}, {32, 33}, {32, 33},
    {32, 33}, {33}, {}
  };

  /// What runs on each core. Its memory: the key that it sends, to how many, and its rank.
  record Member(int vertex, int friends) implements Program {
    @Override
    public Layout layout() {
      return new Layout().with("key", 4).with("friends", 4).with("rank", 4);
    }

    @Override
    public void write(KeyLookup keys, Sram into) {
      into.putInt(0, keys.key(vertex));
      into.putInt(4, friends);
      into.putFloat(8, 1f / CLUB.length);
    }

    @Override
    public Kernel start(Pe pe) {
      Sram sram = pe.sram();
      int key = sram.getInt(0);
      int parts = sram.getInt(4);
      return new Kernel() {
        @Override
        public void onStart() {
          pe.did(Action.CYCLE, DIVISION + 2);
          pe.did(Action.SEND_PACKET, 1);
          pe.did(Action.PAYLOAD_WORD, 1);
          pe.send(key, Payload.of(Float.floatToIntBits(sram.getFloat(8) / parts)));
        }

        @Override
        public void onTimer(int step) {
          float sum = 0;
          pe.did(Action.HANDLE_PACKETS, 1);
          for (int waiting = pe.waiting(); waiting > 0; waiting--) {
            pe.did(Action.TAKE_PACKET, 1);
            pe.did(Action.PAYLOAD_WORD, 1);
            pe.did(Action.CYCLE, 1);
            pe.take();
            sum += Float.intBitsToFloat(pe.payload().word(0));
          }
          sram.putFloat(8, (1 - DAMPING) / CLUB.length + DAMPING * sum);
          onStart();
        }
      };
    }
  }

  public static void main(String[] arguments) {
    var club = new MachineGraph.Builder();
    for (int v = 0; v < CLUB.length; v++) {
      int[] friends = friends(v);
      club.with(MachineVertex.of("member " + v, 1, new Member(v, friends.length)));
      for (int friend : friends) {
        club.edge(v, friend);
      }
    }
    var mapping = Mapping.of(club.build(), Machine.chip());
    var run = Run.load(mapping, Options.of(10 * Ticks.PER_MICROSECOND));
    run.until(STEPS);
    double[] expected = powerIteration();
    double worst = 0;
    for (int v = 0; v < CLUB.length; v++) {
      float rank = run.sram(v).getFloat(8);
      worst = Math.max(worst, Math.abs(rank - expected[v]));
      System.out.printf(Locale.ROOT, "%2d %.4f%n", v, rank);
    }
    System.out.printf(Locale.ROOT, "at most %.0e from a power iteration%n", worst);
  }

  private static int[] friends(int v) {
    return IntStream.range(0, CLUB.length).filter(u -> lists(u, v) || lists(v, u)).toArray();
  }

  private static boolean lists(int u, int v) {
    return IntStream.of(CLUB[u]).anyMatch(friend -> friend == v);
  }

  private static double[] powerIteration() {
    var rank = new double[CLUB.length];
    Arrays.fill(rank, 1.0 / CLUB.length);
    for (int step = 0; step < STEPS; step++) {
      var next = new double[CLUB.length];
      Arrays.fill(next, (1 - DAMPING) / CLUB.length);
      for (int v = 0; v < CLUB.length; v++) {
        for (int friend : friends(v)) {
          next[friend] += DAMPING * rank[v] / friends(v).length;
        }
      }
      rank = next;
    }
    return rank;
  }
}
