package dev.cenote.testkit.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.config.DatabaseUrl;
import dev.cenote.config.DriverSockets;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the user says of TCP's keepalive to MariaDB's driver is the last word. */
class MariaDbKeepaliveTest {

  private static final String URL = "jdbc:mariadb://db.example/orders";

  private static boolean isOurs(String url, Map<String, String> properties) throws SQLException {
    Driver driver = DriverManager.getDriver(URL);
    return DriverSockets.of(driver, DatabaseUrl.parse(url), properties).keepsAlive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcpKeepAlive", "tcpKeepIdle", "tcpKeepCount", "tcpKeepInterval"})
  void inThePropertiesOrInTheUrl(String property) throws SQLException {
    assertThat(isOurs(URL, Map.of())).isTrue();
    assertThat(isOurs(URL, Map.of(property, "30"))).isFalse();
    assertThat(isOurs(URL + "?" + property + "=30", Map.of())).isFalse();
  }
}
