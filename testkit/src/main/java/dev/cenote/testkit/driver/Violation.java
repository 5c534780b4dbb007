package dev.cenote.testkit.driver;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * A misuse of the driver by the pool: something no correct caller does.
 *
 * @param description what happened, to which connection
 * @param where the stack of the call that was wrong
 */
public record Violation(String description, Throwable where) {

  private static final int FRAMES_SHOWN_MAX = 8;

  @Override
  public String toString() {
    return description
        + Arrays.stream(where.getStackTrace())
            .dropWhile(frame -> !frame.getClassName().contains("$Proxy"))
            .skip(1)
            .limit(FRAMES_SHOWN_MAX)
            .map(frame -> "\n    at " + frame)
            .collect(Collectors.joining());
  }
}
