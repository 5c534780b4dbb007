package dev.cenote.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.liveness.LookSocketFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose sockets a driver gets. */
class DriverSocketsTest {

  private static final String URL = "jdbc:postgresql://db.example:5433/orders";

  private final ProxySelector before = ProxySelector.getDefault();

  @AfterEach
  void putBack() {
    ProxySelector.setDefault(before);
  }

  private static Properties given(String url, Map<String, String> settings) throws SQLException {
    Driver driver = DriverManager.getDriver(url);
    Properties properties = new Properties();
    DriverSockets.of(driver, DatabaseUrl.parse(url), settings).apply(properties);
    return properties;
  }

  @Test
  void postgresqlsDriverGetsOurs() throws SQLException {
    assertThat(given(URL, Map.of()))
        .containsOnly(Map.entry("socketFactory", LookSocketFactory.class.getName()));
  }

  @ParameterizedTest
  @CsvSource({
    "AUTO, AUTO, true",
    "OFF, AUTO, false",
    "AUTO, ALWAYS, false",
    "AUTO, NEVER, false",
  })
  void thereAreNoneOfOursWhereTheyAreOffOrNothingWouldLook(
      String livenessCheck, String validation, boolean ours) throws SQLException {
    CenoteConfig config =
        CenoteConfig.fromMap(
            Map.of("url", URL, "livenessCheck", livenessCheck, "validation", validation), "");
    Properties properties = new Properties();

    DriverSockets.of(DriverManager.getDriver(URL), DatabaseUrl.parse(URL), config)
        .apply(properties);

    assertThat(properties.containsKey("socketFactory")).isEqualTo(ours);
  }

  @Test
  void aFactoryOfTheUsersOwnStays() throws SQLException {
    assertThat(given(URL, Map.of("socketFactory", "com.example.Own"))).isEmpty();
    assertThat(given(URL + "?socketFactory=com.example.Own", Map.of())).isEmpty();
  }

  @Test
  void aDriverThatTakesNoneGetsNone() throws SQLException {
    assertThat(given("jdbc:h2:mem:orders", Map.of())).isEmpty();
  }

  @Test
  void whatTheUserSaysOfKeepaliveStays() throws SQLException {
    Driver driver = DriverManager.getDriver(URL);
    DatabaseUrl url = DatabaseUrl.parse(URL);

    assertThat(DriverSockets.of(driver, url, Map.of()).keepsAlive()).isTrue();
    assertThat(DriverSockets.of(driver, url, Map.of("tcpKeepAlive", "false")).keepsAlive())
        .isFalse();
  }

  @Test
  void whereASocksProxyStandsBetweenTheSocketsArePlain() throws SQLException {
    ProxySelector.setDefault(
        new ProxySelector() {
          @Override
          public List<Proxy> select(URI uri) {
            return uri.toString().equals("socket://db.example:5433")
                ? List.of(new Proxy(Proxy.Type.SOCKS, InetSocketAddress.createUnresolved("p", 1)))
                : List.of(Proxy.NO_PROXY);
          }

          @Override
          public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
        });

    assertThat(given(URL, Map.of())).isEmpty();
    assertThat(given("jdbc:postgresql://other.example:5433/orders", Map.of())).isNotEmpty();
  }
}
