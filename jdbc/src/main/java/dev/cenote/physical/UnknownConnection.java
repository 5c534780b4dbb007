package dev.cenote.physical;

import java.sql.Connection;

/** One that was opened, and of which nobody will ever know. */
final class UnknownConnection {

  private UnknownConnection() {}

  /** Closes it; what will not close is aborted. What goes wrong is noted with the failure. */
  static void end(Connection raw, Throwable failure) {
    try {
      raw.close();
    } catch (Throwable second) {
      Suppression.add(failure, second);
      try {
        raw.abort(Runnable::run);
      } catch (Throwable third) {
        Suppression.add(failure, third);
      }
    }
  }
}
