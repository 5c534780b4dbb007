package dev.cenote.jfr;

/** An event that lasts from when it is made until it is told how it ended. */
abstract class SpanEvent extends PoolFlightEvent implements FlightSpan {

  @Override
  public final void end(String how) {
    try {
      end();
      if (shouldCommit()) {
        ended(how);
        commit();
      }
    } catch (RuntimeException | Error unable) {
      return; // it is missing in the recording: what the pool does next must be done
    }
  }

  /** Notes how. */
  abstract void ended(String how);
}
