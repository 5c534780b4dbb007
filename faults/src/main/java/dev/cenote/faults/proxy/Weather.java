package dev.cenote.faults.proxy;

import java.time.Duration;

/**
 * What happens to what a connection carries.
 *
 * @param held nothing passes, in neither direction; it is kept and passes once the weather is
 *     better
 * @param delay after which each piece passes
 * @param perByte how long each byte from the server takes
 * @param cutAfter how many bytes of the server's next piece pass before the connection is cut
 */
public record Weather(boolean held, Duration delay, Duration perByte, int cutAfter) {

  /** Everything passes. */
  public static final Weather FAIR =
      new Weather(false, Duration.ZERO, Duration.ZERO, Integer.MAX_VALUE);

  /** As if packets were dropped: nothing passes, nothing is told, but new connections are taken. */
  public static final Weather BLACK_HOLE =
      new Weather(true, Duration.ZERO, Duration.ZERO, Integer.MAX_VALUE);

  /** Each piece comes so much later, in either direction. */
  public static Weather delay(Duration delay) {
    return new Weather(false, delay, Duration.ZERO, Integer.MAX_VALUE);
  }

  /** What the server sends comes byte by byte, with so much time between. */
  public static Weather drip(Duration perByte) {
    return new Weather(false, Duration.ZERO, perByte, Integer.MAX_VALUE);
  }

  /** The server's next message ends after so many bytes, and with it the connection. */
  public static Weather cut(int afterBytes) {
    return new Weather(false, Duration.ZERO, Duration.ZERO, afterBytes);
  }
}
