package org.tradewind.bench;

import java.util.Locale;
import org.tradewind.pe.ExpLog;
import org.tradewind.pe.Real;

/// Proves exp and ln of the accelerator by trying everything: every s16.15 argument whose result
/// does not saturate, in every result format. For each number of iterations it prints the largest
/// error against `StrictMath` and how often a larger argument gave a smaller result, which must be
/// never: a table of docs/validation.md.
///
/// Arguments: `exp` or `ln`; fewest and most iterations. ln has 2^31 - 1 arguments and takes
/// minutes an iteration count; exp has 727,000 and takes a second.
public final class ExpLogProof {
  private ExpLogProof() {}

  public static void main(String[] arguments) {
    boolean exp = arguments[0].equals("exp");
    int least = Integer.parseInt(arguments[1]);
    int most = Integer.parseInt(arguments[2]);
    var table =
        new Table(
            "%s to %s | %d | %,d | %.2f ulp | %d",
            "function, s16.15 to",
            "iterations",
            "arguments",
            "largest error, published 1 … 2 ulp",
            "falls, published none");
    for (Real to : Real.values()) {
      for (int n = least; n <= most; n++) {
        prove(table, exp, to, n);
      }
    }
  }

  private static void prove(Table table, boolean exp, Real to, int iterations) {
    long first = exp ? Real.S16_15.word(-12) : 1;
    long last = exp ? Real.S16_15.word(11.5) : Integer.MAX_VALUE;
    double worst = 0;
    long falls = 0;
    long arguments = 0;
    double before = Double.NEGATIVE_INFINITY;
    for (long word = first; word <= last; word++) {
      double x = Real.S16_15.value((int) word);
      int result =
          exp
              ? ExpLog.exp((int) word, Real.S16_15, to, iterations)
              : ExpLog.ln((int) word, Real.S16_15, to, iterations);
      double y = to.value(result);
      if (y < before) {
        falls++;
      }
      before = y;
      if (to.fixed() && (result == Integer.MAX_VALUE || result == Integer.MIN_VALUE)) {
        continue;
      }
      arguments++;
      double error = y - (exp ? StrictMath.exp(x) : StrictMath.log(x));
      double ulps =
          Math.abs(error)
              / (to.fixed() ? Math.scalb(1.0, -to.fractionBits()) : Math.ulp((float) y));
      if (ulps > worst) {
        worst = ulps;
      }
    }
    String format = to.name().toLowerCase(Locale.ROOT).replace('_', '.');
    table.row(exp ? "exp" : "ln", format, iterations, arguments, worst, falls);
  }
}
