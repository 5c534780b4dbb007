package dev.cenote.liveness;

import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.NetworkChannel;
import java.util.Map;

/**
 * Has the network ask, while nothing is sent, if the other end is there: after a minute, then every
 * 10 s, three times. As far as the system lets it: one that refuses an option is left without it,
 * for a connection without keepalive is better than none.
 */
final class TcpKeepalive {

  /** By name: they are of the JDK's own module, and not on every system. In seconds; a number. */
  private static final Map<String, Integer> PACE =
      Map.of("TCP_KEEPIDLE", 60, "TCP_KEEPINTERVAL", 10, "TCP_KEEPCOUNT", 3);

  private TcpKeepalive() {}

  static void ask(NetworkChannel channel) {
    set(channel, StandardSocketOptions.SO_KEEPALIVE, true);
    for (SocketOption<?> option : channel.supportedOptions()) {
      Integer value = PACE.get(option.name());
      if (value != null && option.type() == Integer.class) {
        setInteger(channel, option, value);
      }
    }
  }

  @SuppressWarnings("unchecked") // asked before
  private static void setInteger(NetworkChannel channel, SocketOption<?> option, int value) {
    set(channel, (SocketOption<Integer>) option, value);
  }

  private static <T> void set(NetworkChannel channel, SocketOption<T> option, T value) {
    try {
      channel.setOption(option, value);
    } catch (IOException | RuntimeException refused) {
      return; // or closed meanwhile, which the driver's next call will say
    }
  }
}
