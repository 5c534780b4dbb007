package dev.cenote.testkit.jdbc;

import dev.cenote.CenoteDataSource;
import dev.cenote.CenoteDataSourceBuilder;
import dev.cenote.testkit.database.DerbyDatabase;
import dev.cenote.testkit.database.EmbeddedPostgresDatabase;
import dev.cenote.testkit.database.FakeTestDatabase;
import dev.cenote.testkit.database.H2Database;
import dev.cenote.testkit.database.HsqldbDatabase;
import dev.cenote.testkit.database.MariaDbDatabase;
import dev.cenote.testkit.database.MariaDbServer;
import dev.cenote.testkit.database.SqliteDatabase;
import dev.cenote.testkit.database.TestDatabase;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Named;

/** The databases that borrowed connections are tested on, and pools of one connection to them. */
final class Databases {

  private Databases() {}

  static List<Named<Supplier<TestDatabase>>> all() {
    return List.of(
        Named.of("Fake", FakeTestDatabase::create),
        Named.of("H2", H2Database::named),
        Named.of("SQLite", SqliteDatabase::inMemory),
        Named.of("HSQLDB", HsqldbDatabase::create),
        Named.of("Derby", DerbyDatabase::create),
        Named.of("MariaDB", () -> mariaDb(MariaDbServer.Driver.MARIADB)),
        Named.of("MariaDB by MySQL's driver", () -> mariaDb(MariaDbServer.Driver.MYSQL)),
        Named.of("PostgreSQL", Databases::postgres));
  }

  /** One that runs within the test, and one that is a server. */
  static List<Named<Supplier<TestDatabase>>> few() {
    return List.of(Named.of("H2", H2Database::named), Named.of("PostgreSQL", Databases::postgres));
  }

  static MariaDbDatabase mariaDb(MariaDbServer.Driver driver) {
    Optional<String> reason = MariaDbDatabase.unavailability();
    Assumptions.assumeTrue(reason.isEmpty(), () -> reason.orElse(""));
    return MariaDbDatabase.create(driver);
  }

  static EmbeddedPostgresDatabase postgres() {
    Optional<String> reason = EmbeddedPostgresDatabase.unavailability();
    Assumptions.assumeTrue(reason.isEmpty(), () -> reason.orElse(""));
    return EmbeddedPostgresDatabase.create();
  }

  /** Settings for a pool whose every borrower gets the same connection, unless it is retired. */
  static CenoteDataSourceBuilder poolOf(TestDatabase database) {
    CenoteDataSourceBuilder builder =
        CenoteDataSource.builder().url(database.jdbcUrl()).poolSize(1).maxOverflow(0);
    String username = database.username();
    String password = database.password();
    if (username != null) {
      builder.username(username);
    }
    if (password != null) {
      builder.password(password);
    }
    return builder;
  }
}
