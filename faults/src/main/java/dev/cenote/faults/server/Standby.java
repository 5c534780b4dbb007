package dev.cenote.faults.server;

import dev.cenote.faults.client.Pause;
import dev.cenote.testkit.database.GuardedProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A copy of a PostgreSQL server that follows it by streaming, until it is promoted. Needs nothing
 * but the server itself: the copy is made of its files while it runs. It ends with the JVM.
 *
 * @param port where it listens on 127.0.0.1
 * @param password of {@link #KEEPER}, here and on its primary
 */
record Standby(int port, String password) {

  /** Who copies, follows and promotes. */
  private static final String KEEPER = "keeper";

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Of the primary alone, or read from it by streaming. */
  private static final Set<String> NOT_COPIED =
      Set.of("postmaster.pid", "postmaster.opts", "pg_wal", "pg_stat_tmp", "pg_replslot");

  /** Starts one; returns when it follows. */
  static Standby of(Postgres primary) throws Exception {
    Standby standby = new Standby(freePort(), UUID.randomUUID().toString());
    primary.execute(
        "CREATE ROLE "
            + KEEPER
            + " SUPERUSER LOGIN REPLICATION PASSWORD '"
            + standby.password
            + "'");
    Path data = primary.data();
    Files.writeString(
        data.resolve("pg_hba.conf"),
        "host replication " + KEEPER + " 127.0.0.1/32 scram-sha-256\n",
        StandardOpenOption.APPEND);
    primary.execute("SELECT pg_reload_conf()");
    Path copy = Files.createTempDirectory("cenote-standby-");
    standby.fill(copy, primary, data);
    standby.start(copy, primary, data);
    return standby;
  }

  private void fill(Path copy, Postgres primary, Path data) throws SQLException, IOException {
    int primaryPort = primary.server().port();
    try (Connection connection = connect(primaryPort);
        Statement statement = connection.createStatement()) {
      boolean unused = statement.execute("SELECT pg_backup_start('standby', true)");
      copy(data, copy);
      try (ResultSet row = statement.executeQuery("SELECT labelfile FROM pg_backup_stop(false)")) {
        unused = row.next();
        Files.writeString(copy.resolve("backup_label"), row.getString(1));
      }
    }
    Files.createDirectories(copy.resolve("pg_wal"));
    Files.createDirectories(copy.resolve("pg_stat_tmp"));
    Files.createDirectories(copy.resolve("pg_replslot"));
    Files.writeString(copy.resolve("standby.signal"), "");
    Files.writeString(
        copy.resolve("postgresql.auto.conf"),
        "primary_conninfo = 'host=127.0.0.1 port=%d user=%s password=%s'%n"
            .formatted(primaryPort, KEEPER, password),
        StandardOpenOption.APPEND);
  }

  /** What the server removes meanwhile is not missed. */
  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> entries = Files.list(from)) {
      for (Path entry : entries.toList()) {
        if (NOT_COPIED.contains(entry.getFileName().toString())) {
          continue;
        }
        Path target = to.resolve(entry.getFileName());
        try {
          Path unused = Files.copy(entry, target);
          if (Files.isDirectory(entry)) {
            copy(entry, target);
          }
        } catch (NoSuchFileException gone) {
          // of no use to anyone
        }
      }
    }
  }

  private void start(Path copy, Postgres primary, Path data) throws Exception {
    String primaryPort = Integer.toString(primary.server().port());
    Path log = Files.createTempFile("cenote-standby-", ".log");
    GuardedProcess process =
        primary
            .process()
            .startAnother(
                word ->
                    word.equals(data.toString())
                        ? copy.toString()
                        : word.equals(primaryPort) ? Integer.toString(port) : word,
                log);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process, copy, log), "end-standby"));
    if (!Pause.until(this::isFollowing, PATIENCE)) {
      throw new IllegalStateException("the standby does not start: " + Files.readString(log));
    }
  }

  /** Waits until it has all that its primary has written by now. */
  void catchUp(Postgres primary) throws SQLException {
    String written = primary.ask("SELECT pg_current_wal_lsn()").get(0);
    if (!Pause.until(() -> has(written), PATIENCE)) {
      throw new IllegalStateException("the standby does not catch up with " + written);
    }
  }

  /** Makes it a primary; returns when it is. */
  void promote() throws SQLException {
    if (!ask("SELECT pg_promote(true, 30)").equals("t")) {
      throw new IllegalStateException("the standby does not become a primary");
    }
  }

  private boolean isFollowing() {
    try {
      return ask("SELECT pg_is_in_recovery() AND count(*) = 1 FROM pg_stat_wal_receiver")
          .equals("t");
    } catch (SQLException notYet) {
      return false;
    }
  }

  private boolean has(String written) {
    try {
      return ask("SELECT pg_last_wal_replay_lsn() >= '" + written + "'::pg_lsn").equals("t");
    } catch (SQLException e) {
      return false;
    }
  }

  private String ask(String sql) throws SQLException {
    try (Connection connection = connect(port);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      boolean unused = row.next();
      return row.getString(1);
    }
  }

  private Connection connect(int serverPort) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + serverPort + "/postgres", KEEPER, password);
  }

  private static void end(GuardedProcess process, Path copy, Path log) {
    process.close();
    try (Stream<Path> all = Files.walk(copy)) {
      for (Path each :
          Stream.concat(all, Stream.of(log)).sorted(Comparator.reverseOrder()).toList()) {
        boolean unused = Files.deleteIfExists(each);
      }
    } catch (IOException | UncheckedIOException e) {
      // a temporary directory with data of no worth
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public String toString() {
    return "standby on port " + port;
  }
}
