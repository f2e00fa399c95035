package org.tradewind.network;

/// The numbers that packets of a population carry. Such a packet is *graded*: its payload takes the
/// place of the 1 that a spike stands for, and is multiplied by the weight of each synapse that it
/// reaches. A number that is 0 is not sent.
///
/// On the machine they are whole, of 16 bits, and `one` of them is 1: fixed point, the same in all
/// of a network. A spike that reaches a neuron that also takes numbers counts as `one` there.
///
/// @param most their greatest magnitude; what is beyond is sent as this
/// @param one a power of two, so many of which are 1; 0 in a network as written, whose numbers are
///   real
public record Graded(double most, int one) {
  /// The greatest magnitude of a whole number.
  public static final int LARGEST = Short.MAX_VALUE;

  public Graded {
    if (!(most > 0 && most <= LARGEST)) {
      throw new IllegalArgumentException(
          "numbers up to " + most + " are to be sent; give a bound above 0, at most " + LARGEST);
    }
    if (one != 0 && (Integer.bitCount(one) != 1 || most * one >= LARGEST + 1)) {
      throw new IllegalArgumentException(
          "numbers up to " + most + " do not fit 16 bits in units of 1/" + one);
    }
  }

  /// Real numbers.
  public static Graded upTo(double most) {
    return new Graded(most, 0);
  }

  /// The same as whole numbers.
  public Graded whole(int unit) {
    return new Graded(most, unit);
  }

  public boolean isWhole() {
    return one > 0;
  }

  /// What stands for 1.
  public int unit() {
    return Math.max(one, 1);
  }

  /// The greatest that is sent, in units of what is sent.
  public double limit() {
    return isWhole() ? Math.floor(most * one) : most;
  }

  /// What is sent for a number in units of what is sent: rounded to the nearest, halves to even.
  public double sent(double number) {
    double clipped = Math.clamp(number, -limit(), limit());
    return isWhole() ? Math.rint(clipped) : clipped;
  }
}
