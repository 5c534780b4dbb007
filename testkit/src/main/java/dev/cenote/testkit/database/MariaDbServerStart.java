package dev.cenote.testkit.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** How a {@link MariaDbServer} shall start. Not safe for threads. */
public final class MariaDbServerStart {

  private static final Duration INSTALL_MAX = Duration.ofSeconds(60);
  private static final Duration STARTUP_MAX = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(20);

  /** A free port may be taken by somebody else before the server has it. */
  private static final int PORTS_TRIED_MAX = 3;

  /** Of the server's log, in the message of a failed start. */
  private static final int LOG_LINES_SHOWN_MAX = 10;

  /** Small and without regard for its data: many of these start on a busy machine. */
  private static final List<String> SETTINGS =
      List.of(
          "--bind-address=" + MariaDbServer.HOST,
          "--skip-name-resolve",
          "--skip-log-bin",
          "--innodb-buffer-pool-size=16M",
          "--innodb-log-file-size=8M",
          "--innodb-flush-log-at-trx-commit=0",
          "--innodb-doublewrite=0",
          "--innodb-use-native-aio=0",
          "--key-buffer-size=1M",
          "--aria-pagecache-buffer-size=8M",
          "--performance-schema=OFF",
          "--max-connect-errors=1000000");

  private final List<String> settings = new ArrayList<>();
  private Duration startupMax = STARTUP_MAX;

  MariaDbServerStart() {}

  /** A server setting as on the command line, {@code max-connections} and {@code 7}. */
  public MariaDbServerStart setting(String name, String value) {
    settings.add("--" + name + "=" + value);
    return this;
  }

  /** Within which time the server must answer once it was launched; 30 s unless set. */
  public MariaDbServerStart within(Duration limit) {
    startupMax = limit;
    return this;
  }

  /**
   * Starts the server and returns when it takes connections: one to five seconds.
   *
   * @throws MariaDbUnavailableException if it cannot start here
   */
  public MariaDbServer start() {
    MariaDbPrograms programs = MariaDbPrograms.find();
    Path directory = temporaryDirectory();
    Thread hook = new Thread(() -> delete(directory), "cenote-mariadb-remains");
    Runtime.getRuntime().addShutdownHook(hook); // the server's own comes with the server
    try {
      return start(programs, directory);
    } catch (IOException | RuntimeException e) {
      MariaDbUnavailableException unavailable =
          new MariaDbUnavailableException(
              "MariaDB cannot start here: "
                  + e.getMessage()
                  + lastLinesOf(directory.resolve("log")),
              e);
      delete(directory);
      throw unavailable;
    } finally {
      forget(hook);
    }
  }

  private MariaDbServer start(MariaDbPrograms programs, Path directory) throws IOException {
    giveToServersUser(directory);
    install(programs, directory);
    String administratorPassword = UUID.randomUUID().toString();
    String password = UUID.randomUUID().toString();
    Path logins = directory.resolve("logins.sql");
    Files.write(logins, logins(administratorPassword, password));
    giveToServersUser(logins);
    for (int tried = 1; ; tried++) {
      int port = freePort();
      GuardedProcess process =
          GuardedProcess.start(command(programs, directory, port), directory.resolve("log"));
      if (takesConnections(process, port)) {
        Files.delete(logins);
        return server(process, directory, port, administratorPassword, password);
      }
      boolean ended = !process.isAlive();
      process.close();
      if (!ended || tried == PORTS_TRIED_MAX) {
        throw new IOException(
            ended ? "mariadbd ended" : "mariadbd did not answer in " + startupMax);
      }
    }
  }

  private void install(MariaDbPrograms programs, Path directory) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                programs.installer().toString(),
                "--no-defaults",
                "--skip-test-db",
                "--datadir=" + directory.resolve("data")));
    addUser(command);
    try (GuardedProcess installer = GuardedProcess.start(command, directory.resolve("log"))) {
      if (!installer.succeedsWithin(INSTALL_MAX)) {
        throw new IOException("mariadb-install-db failed or took more than " + INSTALL_MAX);
      }
    }
  }

  /** Read by the server before it takes connections: nobody ever comes in without a password. */
  private static List<String> logins(String administratorPassword, String password) {
    String administrator = "'" + MariaDbServer.ADMINISTRATOR + "'@'" + MariaDbServer.HOST + "'";
    String user = "'" + MariaDbServer.USERNAME + "'@'" + MariaDbServer.HOST + "'";
    return List.of(
        "CREATE USER IF NOT EXISTS "
            + administrator
            + " IDENTIFIED BY '"
            + administratorPassword
            + "';",
        "GRANT ALL ON *.* TO " + administrator + " WITH GRANT OPTION;",
        "CREATE USER IF NOT EXISTS " + user + " IDENTIFIED BY '" + password + "';",
        "GRANT ALL ON `"
            + MariaDbServer.DATABASE_PREFIX.replace("_", "\\_")
            + "%`.* TO "
            + user
            + ";");
  }

  /** The socket lies in the data directory: a relative name has no limit of its length. */
  private List<String> command(MariaDbPrograms programs, Path directory, int port) {
    List<String> command =
        new ArrayList<>(
            List.of(
                programs.server().toString(),
                "--no-defaults",
                "--datadir=" + directory.resolve("data"),
                "--tmpdir=" + directory,
                "--socket=mariadb.sock",
                "--pid-file=mariadb.pid",
                "--init-file=" + directory.resolve("logins.sql"),
                "--port=" + port));
    addUser(command);
    command.addAll(SETTINGS);
    command.addAll(settings);
    return command;
  }

  private boolean takesConnections(GuardedProcess process, int port) {
    long begun = System.nanoTime();
    while (process.isAlive() && System.nanoTime() - begun < startupMax.toNanos()) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(host(), port), 1_000);
        socket.setSoTimeout(1_000);
        if (socket.getInputStream().read() >= 0) { // its greeting
          return true;
        }
      } catch (IOException notYet) {
        LockSupport.parkNanos(POLL.toNanos());
      }
      if (Thread.currentThread().isInterrupted()) {
        return false;
      }
    }
    return false;
  }

  private static MariaDbServer server(
      GuardedProcess process,
      Path directory,
      int port,
      String administratorPassword,
      String password) {
    Runnable end =
        () -> {
          process.close();
          delete(directory);
        };
    Thread hook = new Thread(end, "cenote-mariadb-end");
    Runtime.getRuntime().addShutdownHook(hook);
    return new MariaDbServer(
        port,
        administratorPassword,
        password,
        () -> {
          forget(hook);
          end.run();
        });
  }

  private static void forget(Thread hook) {
    try {
      boolean unused = Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      // it runs
    }
  }

  /** Where servers listen. */
  static InetAddress host() throws IOException {
    return InetAddress.getByAddress(MariaDbServer.HOST, new byte[] {127, 0, 0, 1});
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, host())) {
      return socket.getLocalPort();
    }
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  /** Root's server runs as the user that the package has made. */
  private static void addUser(List<String> command) {
    if (isRoot()) {
      command.add("--user=mysql");
    }
  }

  private static void giveToServersUser(Path path) throws IOException {
    if (isRoot()) {
      Files.setOwner(
          path,
          path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("mysql"));
    }
  }

  private static Path temporaryDirectory() {
    try {
      return Files.createTempDirectory("cenote-mariadb-");
    } catch (IOException e) {
      throw new UncheckedIOException("no temporary directory for MariaDB", e);
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

  private static void delete(Path directory) {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (IOException | UncheckedIOException e) {
      // a temporary directory with data of no worth
    }
  }
}
