package org.tradewind.unit;

/// Someone else's mistake: a file, a number or an option that cannot be used. The message is one
/// sentence for the person who made it: where, what, the value, the limit, what to do. It ends in
/// exit code 2, never in a stack trace.
public final class InputException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /// What the input came from: a file name, or an option such as `--dt`.
  private final String where;

  public InputException(String where, String sentence) {
    super(where + ": " + sentence);
    this.where = where;
  }

  public InputException(String where, String sentence, Throwable cause) {
    super(where + ": " + sentence, cause);
    this.where = where;
  }

  public String where() {
    return where;
  }
}
