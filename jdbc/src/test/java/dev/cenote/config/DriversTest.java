package dev.cenote.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cenote.error.CenoteConfigException;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DriversTest {

  private static final String URL = "jdbc:unsound://app:S3CRET@db/orders";

  /** Fails when it is asked about a URL of its own, and repeats what it read there. */
  static final class Unsound implements Driver {

    @Override
    public boolean acceptsURL(String url) {
      if (url.startsWith("jdbc:unsound:")) {
        throw new IllegalStateException("cannot read S3CRET");
      }
      return false;
    }

    @Override
    public Connection connect(String url, Properties info) throws SQLException {
      throw new SQLException("never asked");
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
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

  private final Driver unsound = new Unsound();

  @BeforeEach
  void register() throws SQLException {
    DriverManager.registerDriver(unsound);
  }

  @AfterEach
  void deregister() throws SQLException {
    DriverManager.deregisterDriver(unsound);
  }

  @Test
  void aDriverThatFailsWhenAskedIsToldOfWithoutASecret() {
    DatabaseUrl url = DatabaseUrl.parse(URL);

    assertThatExceptionOfType(CenoteConfigException.class)
        .isThrownBy(() -> Drivers.find(url, null))
        .withMessageContaining("a driver failed when asked about it: cannot read ***");
    assertThatExceptionOfType(CenoteConfigException.class)
        .isThrownBy(() -> Drivers.find(url, Unsound.class.getName()))
        .withMessageContaining(Unsound.class.getName() + " cannot be used: cannot read ***");
  }

  @Test
  void aDriverThatWouldFailForOtherUrlsIsInNobodysWay() {
    assertThat(Drivers.find(DatabaseUrl.parse("jdbc:h2:mem:test"), null))
        .isInstanceOf(org.h2.Driver.class);
  }

  @Test
  void aClassThatIsNoDriverOrDoesNotTakeTheUrlIsNamed() {
    DatabaseUrl url = DatabaseUrl.parse("jdbc:h2:mem:test");

    assertThatExceptionOfType(CenoteConfigException.class)
        .isThrownBy(() -> Drivers.find(url, "java.lang.Object"))
        .withMessageContaining("java.lang.Object is not a java.sql.Driver");
    assertThatExceptionOfType(CenoteConfigException.class)
        .isThrownBy(() -> Drivers.find(url, Unsound.class.getName()))
        .withMessageContaining(Unsound.class.getName() + " does not accept jdbc:h2:mem:test");
  }
}
