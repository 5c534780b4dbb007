package dev.cenote.testkit.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;

/** How a {@link PostgresServer} shall start. Not safe for threads. */
public final class PostgresServerStart {

  private static final Duration STARTUP_MAX = Duration.ofSeconds(30);

  /** Of the server's log, in the message of a failed start. */
  private static final int LOG_LINES_SHOWN_MAX = 10;

  /** From the first connection on nobody comes in without a password; no trust, no local socket. */
  private static final List<String> HOST_BASED_AUTHENTICATION =
      List.of("host all all 127.0.0.1/32 scram-sha-256", "host all all ::1/128 scram-sha-256");

  private final Map<String, String> settings = new TreeMap<>();
  private Consumer<String> progress = message -> {};
  private Duration startupMax = STARTUP_MAX;

  PostgresServerStart() {
    settings.put("unix_socket_directories", "");
  }

  /** A server setting as in {@code postgresql.conf}, without spaces in its value. */
  public PostgresServerStart setting(String name, String value) {
    settings.put(name, value);
    return this;
  }

  /** Within which time the server must answer once it was launched; 30 s unless set. */
  public PostgresServerStart within(Duration limit) {
    startupMax = limit;
    return this;
  }

  /** Who is told, in short English sentences, what is being done; called on the starting thread. */
  public PostgresServerStart reporting(Consumer<String> listener) {
    progress = listener;
    return this;
  }

  /**
   * Starts the server and returns when it takes connections: one to four seconds, and ten more
   * where the binaries must be unpacked first.
   *
   * @throws PostgresUnavailableException if it cannot start here
   */
  public PostgresServer start() {
    Path log = temporaryFile(".log");
    Path passwordFile = temporaryFile(".pw");
    // The library's shutdown hook may write to it, so that deleting it earlier is not enough.
    log.toFile().deleteOnExit();
    passwordFile.toFile().deleteOnExit();
    File dataDirectory = new File(workingDirectory(), "cenote-" + UUID.randomUUID());
    // The library's own hook knows the server only when pg_ctl is under way.
    Thread hook = new Thread(() -> Remains.remove(dataDirectory), "cenote-postgres-remains");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return start(log, passwordFile, dataDirectory);
    } catch (IOException | SQLException | RuntimeException | LinkageError e) {
      PostgresUnavailableException unavailable =
          new PostgresUnavailableException(
              "PostgreSQL cannot start here: " + e.getMessage() + lastLinesOf(log), e);
      Remains.remove(dataDirectory);
      delete(log);
      throw unavailable;
    } finally {
      delete(passwordFile);
      forget(hook);
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      // it runs
    }
  }

  private PostgresServer start(Path log, Path passwordFile, File dataDirectory)
      throws IOException, SQLException {
    String superuserPassword = UUID.randomUUID().toString();
    String password = UUID.randomUUID().toString();
    Files.writeString(passwordFile, superuserPassword);
    boolean unpacked = isUnpacked();
    progress.accept(
        unpacked ? "Starting PostgreSQL" : "Unpacking PostgreSQL (once), then starting it");
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(dataDirectory)
            .setDataDirectoryCustomizer(PostgresServerStart::requirePasswords)
            .setConnectConfig("password", superuserPassword)
            // The library has no word for it, but hands its locale options to initdb as they are.
            .setLocaleConfig("pwfile", passwordFile.toString())
            // Always there, whatever LANG says.
            .setLocaleConfig("locale", "C")
            .setOutputRedirector(Redirect.appendTo(log.toFile()))
            .setPGStartupWait(startupMax);
    settings.forEach(builder::setServerConfig);
    PostgresServer server =
        new PostgresServer(builder.start(), superuserPassword, password, () -> delete(log));
    try {
      server.createRole();
    } catch (SQLException e) {
      server.close();
      throw e;
    }
    progress.accept("PostgreSQL is ready on port " + server.port());
    return server;
  }

  private static void requirePasswords(File dataDirectory) {
    try {
      Files.write(dataDirectory.toPath().resolve("pg_hba.conf"), HOST_BASED_AUTHENTICATION);
    } catch (IOException e) {
      throw new UncheckedIOException("pg_hba.conf cannot be written", e);
    }
  }

  /** The folder that the library uses and in which it looks for what a killed JVM has left. */
  private static File workingDirectory() {
    String standard = new File(System.getProperty("java.io.tmpdir"), "embedded-pg").getPath();
    return new File(System.getProperty("ot.epg.working-dir", standard));
  }

  private static boolean isUnpacked() {
    File[] unpacked = workingDirectory().listFiles((folder, name) -> name.startsWith("PG-"));
    return unpacked != null && unpacked.length > 0;
  }

  private static Path temporaryFile(String suffix) {
    try {
      return Files.createTempFile("cenote-postgres-", suffix);
    } catch (IOException e) {
      throw new UncheckedIOException("no temporary file for PostgreSQL", e);
    }
  }

  private static String lastLinesOf(Path log) {
    try {
      List<String> lines = Files.readAllLines(log);
      return lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN_MAX), lines.size()).stream()
          .map(line -> "\n  " + line)
          .reduce("", String::concat);
    } catch (IOException e) {
      return "";
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      file.toFile().deleteOnExit();
    }
  }
}
