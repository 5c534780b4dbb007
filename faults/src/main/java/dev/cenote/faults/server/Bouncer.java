package dev.cenote.faults.server;

import dev.cenote.faults.cell.MissingException;
import dev.cenote.faults.client.Pause;
import dev.cenote.testkit.database.GuardedProcess;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The program pgbouncer, in transaction mode, before a PostgreSQL. It ends with the JVM.
 *
 * @param port where it listens on 127.0.0.1
 */
record Bouncer(int port) {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Programs of servers lie where the PATH of ordinary users does not lead. */
  private static final List<String> MORE_DIRECTORIES = List.of("/usr/sbin", "/usr/local/sbin");

  /** Starts one before this server; returns when it listens. */
  static Bouncer before(Postgres postgres) throws MissingException, IOException {
    Path program = program();
    Bouncer bouncer = new Bouncer(freePort());
    Path folder = Files.createTempDirectory("cenote-pgbouncer-");
    Path users = folder.resolve("users.txt");
    Files.writeString(
        users,
        "\"%s\" \"%s\"%n".formatted(postgres.server().username(), postgres.server().password()));
    Path settings = folder.resolve("pgbouncer.ini");
    Files.writeString(settings, bouncer.settings(postgres.server().port(), users));
    Path log = folder.resolve("log");
    List<String> command = new ArrayList<>();
    if (ServerProcess.isRoot()) {
      // It refuses root; in a namespace of its own it is nobody.
      command.addAll(List.of("unshare", "-U"));
    }
    command.addAll(List.of(program.toString(), settings.toString()));
    GuardedProcess process = GuardedProcess.start(command, log);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  process.close();
                  Stream.of(users, settings, log, folder).map(Path::toFile).forEach(File::delete);
                },
                "end-pgbouncer"));
    if (!Pause.until(bouncer::listens, PATIENCE)) {
      throw new MissingException("pgbouncer does not start here: " + Files.readString(log));
    }
    return bouncer;
  }

  private String settings(int serverPort, Path users) {
    return """
    [databases]
    * = host=127.0.0.1 port=%d
    [pgbouncer]
    listen_addr = 127.0.0.1
    listen_port = %d
    unix_socket_dir =
    auth_type = scram-sha-256
    auth_file = %s
    pool_mode = transaction
    default_pool_size = 10
    server_login_retry = 1
    ignore_startup_parameters = extra_float_digits
    """
        .formatted(serverPort, port, users);
  }

  private boolean listens() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  private static Path program() throws MissingException {
    String path = System.getenv("PATH");
    Stream<String> usual =
        path == null ? Stream.empty() : Stream.of(path.split(File.pathSeparator, -1));
    return Stream.concat(usual, MORE_DIRECTORIES.stream())
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, "pgbouncer"))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() ->
            new MissingException("pgbouncer is not installed here; Debian's package: pgbouncer"));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
