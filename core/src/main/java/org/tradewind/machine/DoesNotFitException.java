package org.tradewind.machine;

/// A plan that the machine cannot hold. Carries what was asked for and what there is; the sentence
/// says where, what, the value, the limit and what to do. Ends in exit code 3.
public final class DoesNotFitException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String what;
  private final long needed;
  private final long available;

  /// @param what the thing that is too large, such as `lif[512..767]`
  /// @param needed how much it needs, in the unit that `sentence` names
  /// @param available how much there is, in the same unit
  public DoesNotFitException(String what, long needed, long available, String sentence) {
    super(what + ": " + sentence);
    this.what = what;
    this.needed = needed;
    this.available = available;
  }

  public String what() {
    return what;
  }

  public long needed() {
    return needed;
  }

  public long available() {
    return available;
  }
}
