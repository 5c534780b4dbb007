package dev.cenote.cli.demo;

import dev.cenote.config.DatabaseUrl;
import dev.cenote.testkit.database.H2Database;
import dev.cenote.testkit.database.PostgresServer;
import dev.cenote.testkit.database.SqliteDatabase;
import dev.cenote.testkit.database.TestDatabase;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The databases that the demo brings along, so that nothing must be installed. */
enum DatabaseKind {
  POSTGRES {
    @Override
    DemoDatabase start(Cleanup cleanup, Consumer<String> progress) throws SQLException {
      PostgresServer server = cleanup.add(PostgresServer.starting().reporting(progress).start());
      String jdbcUrl = server.jdbcUrl(server.createDatabase());
      String login = server.username() + ":" + server.password() + "@";
      return new DemoDatabase(
          "a real server, embedded",
          DatabaseUrl.parse(jdbcUrl),
          jdbcUrl.replace("jdbc:postgresql://", "postgresql://" + login),
          server.username(),
          server.password());
    }
  },

  SQLITE {
    @Override
    DemoDatabase start(Cleanup cleanup, Consumer<String> progress) {
      SqliteDatabase database = cleanup.add(SqliteDatabase.inMemory());
      return of(database, "shared memory (memdb)", database.jdbcUrl());
    }
  },

  H2 {
    @Override
    DemoDatabase start(Cleanup cleanup, Consumer<String> progress) {
      H2Database database = cleanup.add(H2Database.named());
      String login = ";USER=" + database.username() + ";PASSWORD=" + database.password();
      return of(database, "shared memory (named)", database.jdbcUrl() + login);
    }
  };

  /** Starts it; it ends with the cleanup. */
  abstract DemoDatabase start(Cleanup cleanup, Consumer<String> progress) throws SQLException;

  /** The kind that a user means by this word. */
  static Optional<DatabaseKind> named(String word) {
    String name = word.strip().toUpperCase(Locale.ROOT);
    return name.equals("POSTGRESQL")
        ? Optional.of(POSTGRES)
        : Arrays.stream(values()).filter(kind -> kind.name().equals(name)).findFirst();
  }

  /** All of them, as a user writes them. */
  static String names() {
    return Arrays.stream(values()).map(DatabaseKind::word).collect(Collectors.joining(", "));
  }

  private String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static DemoDatabase of(TestDatabase database, String mode, String loginUrl) {
    return new DemoDatabase(
        mode,
        DatabaseUrl.parse(database.jdbcUrl()),
        loginUrl,
        database.username(),
        database.password());
  }
}
