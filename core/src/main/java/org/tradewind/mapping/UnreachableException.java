package org.tradewind.mapping;

/// Dead links or chips leave no way from a source to one of its targets. Ends in exit code 3.
public final class UnreachableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public UnreachableException(String sentence) {
    super(sentence);
  }
}
