package dev.cenote;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A driver that takes a login timeout as a network timeout, which it then cannot lift. */
class NoNetworkTimeoutTest {

  /** What each login was given, and each call on what it opened. */
  private static final List<String> SEEN = new CopyOnWriteArrayList<>();

  /** Found by its name, as a user names a driver. */
  public static final class Stubborn implements Driver {

    @Override
    public Connection connect(String url, Properties info) {
      SEEN.add("connect within " + info.getProperty("socketTimeout"));
      return (Connection)
          Proxy.newProxyInstance(
              Stubborn.class.getClassLoader(),
              new Class<?>[] {Connection.class},
              (self, method, arguments) -> {
                SEEN.add(method.getName());
                return switch (method.getName()) {
                  case "setNetworkTimeout" -> throw new SQLFeatureNotSupportedException("never");
                  case "getAutoCommit", "isValid" -> true;
                  default -> null;
                };
              });
    }

    @Override
    public boolean acceptsURL(String url) {
      return url.startsWith("jdbc:postgresql:");
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, @Nullable Properties info) {
      return new DriverPropertyInfo[0];
    }

    @Override
    public int getMajorVersion() {
      return 1;
    }

    @Override
    public int getMinorVersion() {
      return 0;
    }

    @Override
    public boolean jdbcCompliant() {
      return false;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
      throw new SQLFeatureNotSupportedException();
    }
  }

  @Test
  void isUsedWithoutALoginTimeout() throws SQLException {
    SEEN.clear();
    try (CenoteDataSource pool =
        CenoteDataSource.builder()
            .url("jdbc:postgresql://nowhere/orders")
            .driverClassName(Stubborn.class.getName())
            .poolSize(1)
            .maxOverflow(0)
            .build()) {
      try (Connection connection = pool.getConnection()) {
        assertThat(connection.isValid(1)).isTrue();
      }
      assertThat(new ArrayList<>(SEEN))
          .startsWith(
              "connect within 10",
              "setNetworkTimeout",
              "close",
              "connect within null",
              "getAutoCommit")
          .containsOnlyOnce("setNetworkTimeout");
    }
  }
}
