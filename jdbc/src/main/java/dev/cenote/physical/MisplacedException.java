package dev.cenote.physical;

import java.io.Serial;
import java.sql.SQLException;

/** The connection works, and its server is the wrong one: who wanted to write could not. */
final class MisplacedException extends SQLException {

  @Serial private static final long serialVersionUID = 1;

  MisplacedException() {
    super(RefusedWrite.TAKES_NONE, "25006");
  }
}
