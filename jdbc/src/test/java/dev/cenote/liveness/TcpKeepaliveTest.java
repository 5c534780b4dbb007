package dev.cenote.liveness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.NetworkChannel;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked of a system, and one that refuses some of it. */
class TcpKeepaliveTest {

  private record Named<T>(String name, Class<T> type) implements SocketOption<T> {}

  /** Remembers what was set, by name; refuses one option. */
  private static final class Fussy implements NetworkChannel {

    private final String refused;
    private final RuntimeException unchecked;
    private final Map<String, Object> set = new HashMap<>();

    Fussy(String refused, RuntimeException unchecked) {
      this.refused = refused;
      this.unchecked = unchecked;
    }

    @Override
    public <T> NetworkChannel setOption(SocketOption<T> name, T value) throws IOException {
      if (name.name().equals(refused)) {
        if (unchecked != null) {
          throw unchecked;
        }
        throw new SocketException("Protocol not available");
      }
      set.put(name.name(), value);
      return this;
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
      return Set.of(
          StandardSocketOptions.SO_KEEPALIVE,
          StandardSocketOptions.SO_RCVBUF,
          new Named<>("TCP_KEEPIDLE", Integer.class),
          new Named<>("TCP_KEEPINTERVAL", Integer.class),
          new Named<>("TCP_KEEPCOUNT", Integer.class));
    }

    @Override
    public <T> T getOption(SocketOption<T> name) {
      throw new UnsupportedOperationException("getOption");
    }

    @Override
    public NetworkChannel bind(SocketAddress local) {
      throw new UnsupportedOperationException("bind");
    }

    @Override
    public SocketAddress getLocalAddress() {
      throw new UnsupportedOperationException("getLocalAddress");
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }

  private static Map<String, Object> all() {
    return new TreeMap<>(
        Map.of(
            "SO_KEEPALIVE", true, "TCP_KEEPIDLE", 60, "TCP_KEEPINTERVAL", 10, "TCP_KEEPCOUNT", 3));
  }

  @Test
  void asksAfterAMinuteThenEveryTenSecondsThreeTimes() {
    Fussy channel = new Fussy("none", null);

    TcpKeepalive.ask(channel);

    assertThat(channel.set).isEqualTo(all());
  }

  @ParameterizedTest
  @ValueSource(strings = {"SO_KEEPALIVE", "TCP_KEEPIDLE", "TCP_KEEPINTERVAL", "TCP_KEEPCOUNT"})
  void whatASystemRefusesIsLeftAndTheRestIsSet(String refused) {
    Map<String, Object> others = all();
    others.remove(refused);
    Fussy channel = new Fussy(refused, null);
    Fussy rude = new Fussy(refused, new UnsupportedOperationException("no such option"));

    TcpKeepalive.ask(channel);
    TcpKeepalive.ask(rude);

    assertThat(channel.set).isEqualTo(others);
    assertThat(rude.set).isEqualTo(others);
  }
}
