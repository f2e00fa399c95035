package org.tradewind.machine;

import java.util.regex.Pattern;
import org.tradewind.unit.InputException;

/// A PE as the tools of SpiNNaker write it, (x,y,p): p is the core id that the hardware gives,
/// 1..152 (0, the management core, is not modelled), one more than our p of 0..151.
public record CoreAddress(int x, int y, int coreId) {
  private static final Pattern FORM =
      Pattern.compile("\\(?(\\d{1,4}),(\\d{1,4})(?:,|\\) ?)([\\d.]{1,5})\\)?");

  /// @param pe a PE of the whole machine: `chip * 152 + p`
  public static CoreAddress of(Machine machine, int pe) {
    int chip = pe / CoreMap.PES;
    return new CoreAddress(machine.x(chip), machine.y(chip), CoreMap.coreId(pe % CoreMap.PES));
  }

  /// Parses `(3,4,17)`, `3,4,17`, `3,4,6.4.0` or `(3,4) 6.4.0`.
  public static CoreAddress parse(String where, String text) {
    var form = FORM.matcher(text);
    if (!form.matches()) {
      throw new InputException(
          where,
          "'" + text + "' is no core; use x,y,p with a core id of 1 to 152 or qx.qy.qp for p");
    }
    return new CoreAddress(
        Integer.parseInt(form.group(1)),
        Integer.parseInt(form.group(2)),
        CoreMap.coreId(CoreMap.parse(where, form.group(3))));
  }

  /// The PE's number on its chip, 0..151.
  public int p() {
    return coreId - 1;
  }

  /// The PE's number in the whole machine, dead or not.
  public int pe(String where, Machine machine) {
    return machine.chipAt(where, x, y) * CoreMap.PES + p();
  }

  @Override
  public String toString() {
    return "(" + x + "," + y + "," + coreId + ")";
  }
}
