package dev.cenote.jfr;

/** Something under way that a recording may want: it has begun, and ends once. */
public interface FlightSpan {

  /** Nobody wants it. */
  FlightSpan NONE = outcome -> {};

  /** It is over, in this way. On the thread that ends it. */
  void end(String outcome);
}
