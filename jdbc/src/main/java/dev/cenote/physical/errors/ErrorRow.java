package dev.cenote.physical.errors;

import dev.cenote.error.ErrorKind;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * One row of a table: which errors it speaks of, and what they mean. All that is given must fit.
 *
 * @param state the whole SQLState, or with two characters its class
 * @param code the vendor's code
 * @param words a part of the message, for drivers that are not exact enough without it
 * @param kind what such an error means
 * @param why the vendor's name for it and when it comes, after the mark of the source
 */
public record ErrorRow(
    @Nullable String state,
    @Nullable Integer code,
    @Nullable String words,
    ErrorKind kind,
    String why) {

  private static final int CLASS_LENGTH = 2;

  /** Whether this row speaks of the error. */
  boolean fits(SQLException error) {
    return (code == null || code == error.getErrorCode())
        && (state == null || fitsState(state, error.getSQLState()))
        && (words == null || contains(error.getMessage(), words));
  }

  private static boolean fitsState(String wanted, @Nullable String given) {
    return given != null
        && (wanted.length() == CLASS_LENGTH ? given.startsWith(wanted) : given.equals(wanted));
  }

  private static boolean contains(@Nullable String message, String part) {
    return message != null && message.contains(part);
  }

  /**
   * The errors it speaks of, as documentation shows them: {@code 08*}, {@code 57P01}, {@code 1040}.
   */
  public String shown() {
    StringBuilder text = new StringBuilder();
    if (state != null) {
      text.append('`').append(state).append(state.length() == CLASS_LENGTH ? "*`" : "`");
    }
    if (code != null) {
      text.append(text.isEmpty() ? "`" : " with `").append(code).append('`');
    }
    if (words != null) {
      text.append(text.isEmpty() ? "\"" : " with \"").append(words).append('"');
    }
    return text.toString();
  }
}
