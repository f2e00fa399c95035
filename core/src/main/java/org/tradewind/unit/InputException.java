package org.tradewind.unit;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

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

  /// A file that cannot be read.
  public static InputException unreadable(Path file, IOException why) {
    return of(file, "cannot be read", "there is no such file", why);
  }

  /// A file that cannot be written.
  public static InputException unwritable(Path file, IOException why) {
    return of(file, "cannot be written", "its folder is not there", why);
  }

  private static InputException of(Path file, String what, String missing, IOException why) {
    String reason =
        switch (why) {
          case NoSuchFileException _ -> missing;
          case AccessDeniedException _ -> "permission denied";
          case FileSystemException system when system.getReason() != null -> system.getReason();
          default -> String.valueOf(why.getMessage());
        };
    return new InputException(file.toString(), what + ": " + reason, why);
  }

  public String where() {
    return where;
  }
}
