package dev.cenote.testkit.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.CenoteDataSource;
import dev.cenote.ConnectionFunction;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The snippets of docs/guide/coming-from-sqlalchemy.md and coming-from-hikaricp.md. */
class ComingFromTest {

  @Test
  void aMapInSqlalchemysNames() throws SQLException {
    Map<String, Object> config =
        Map.of(
            "sqlalchemy.url", "h2:mem:coming",
            "sqlalchemy.pool_size", 5,
            "sqlalchemy.max_overflow", 10,
            "sqlalchemy.pool_timeout", 30,
            "sqlalchemy.pool_pre_ping", true);
    CenoteDataSource pool = CenoteDataSource.builder().sqlalchemy(config).build();

    ConnectionFunction<Integer, RuntimeException> work =
        connection -> {
          try (Statement statement = connection.createStatement();
              ResultSet rows = statement.executeQuery("SELECT 1")) {
            rows.next();
            return rows.getInt(1);
          }
        };
    try (Connection connection = pool.getConnection()) {
      work.apply(connection);
    }

    int result = pool.inTransaction(work);

    try (Connection session = pool.lazy().getConnection()) {
      session.setAutoCommit(false);
      work.apply(session);
      session.commit();
    }

    assertThat(result).isEqualTo(1);
    pool.close();
  }

  @Test
  void aHikariPropertiesFile(@TempDir Path directory) throws IOException {
    Path path =
        Files.writeString(
            directory.resolve("hikari.properties"), "jdbcUrl=jdbc:h2:mem:\nmaximumPoolSize=7\n");
    Properties file = new Properties();
    try (Reader reader = Files.newBufferedReader(path)) { // hikari.properties
      file.load(reader);
    }
    CenoteDataSource pool = CenoteDataSource.builder().hikari(file).build();

    assertThat(pool.stats().maximum()).isEqualTo(7);
    pool.close();
  }

  @Test
  void aPrefix() {
    Map<String, String> settings =
        Map.of(
            "spring.datasource.hikari.jdbc-url", "jdbc:h2:mem:",
            "spring.datasource.hikari.maximum-pool-size", "7");
    CenoteDataSource pool =
        CenoteDataSource.builder().hikari(settings, "spring.datasource.hikari.").build();

    assertThat(pool.stats().maximum()).isEqualTo(7);
    pool.close();
  }
}
