package dev.cenote.cli.demo;

import dev.cenote.cli.terminal.Environment;
import dev.cenote.cli.terminal.Terminal;
import dev.cenote.config.DatabaseUrl;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of {@code cenote demo}, and the demo itself, top-down. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    abbreviateSynopsis = true,
    header = "Shows on real databases what pooling does.",
    description = {
      "",
      "Opening a connection costs a handshake, a login and often a new process in the server. A"
          + " pool opens a few once and lends them: a program borrows one, asks, and gives it"
          + " back. When more clients come than there are connections, they queue at the pool"
          + " instead of overrunning the database.",
      "",
      "The demo begins with the three steps of every program that uses a pool: create it, borrow"
          + " and give back, and the same in try-with-resources. Then on each database it runs the"
          + " query",
      "    SELECT * FROM users WHERE id < 10",
      "many times with a new connection for each, then as often with a pool, and compares the"
          + " times and the number of connections opened. Then many clients share one small pool,"
          + " and you see its state while they do.",
      "",
      "Nothing needs to be installed: a real PostgreSQL, SQLite and H2 come with the command. With"
          + " --url it uses your database instead: it makes one table, cenote_demo_users, drops"
          + " it at the end, and touches nothing else."
    },
    optionListHeading = "%nOptions:%n",
    sortOptions = false,
    footer = {
      "",
      "Durations are written 500ms, 5s, 2min or PT5S.",
      "",
      "Examples:",
      "  cenote demo",
      "  cenote demo --db sqlite,h2 --queries 5000",
      "  cenote demo --clients 100 --pool-size 2 --max-overflow 3 --timeout 200ms",
      "  cenote demo --url postgresql://db/shop --user app --password-env DB_PASSWORD",
      "  cenote demo --json > demo.json",
      "",
      "Exit code: 0 all went well, 1 something failed (the database cannot be reached), 2 the"
          + " command was not understood."
    })
public final class DemoCommand implements Callable<Integer> {

  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final int INTERRUPTED = 130;
  private static final int QUERIES_MAX = 1_000_000;
  private static final int CLIENTS_MAX = 1_000;

  private final Terminal terminal;
  private final Environment environment;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--url",
      paramLabel = "URL",
      order = 1,
      description =
          "Use this database. Any jdbc: URL whose driver is there, or a short form as in the"
              + " example below.")
  private @Nullable String url;

  @Option(names = "--user", paramLabel = "NAME", order = 2, description = "Who logs in there.")
  private @Nullable String user;

  @Option(
      names = "--password-env",
      paramLabel = "VARIABLE",
      order = 3,
      description =
          "The environment variable that holds the password. There is no --password: the list of"
              + " processes would show it to everyone.")
  private @Nullable String passwordVariable;

  @Option(names = "--password", hidden = true, arity = "0..1", fallbackValue = "")
  private @Nullable String password;

  @Option(
      names = "--db",
      paramLabel = "NAME",
      order = 4,
      split = ",",
      description = "Only these of the databases that come along: postgres, sqlite, h2.")
  private List<String> kinds = List.of();

  @Option(
      names = "--queries",
      paramLabel = "N",
      order = 5,
      defaultValue = "1000",
      description = "Queries in each run (${DEFAULT-VALUE}).")
  private int queries;

  @Option(
      names = "--clients",
      paramLabel = "N",
      order = 6,
      defaultValue = "32",
      description = "Clients that share one pool (${DEFAULT-VALUE}).")
  private int clients;

  @Option(
      names = "--pool-size",
      paramLabel = "N",
      order = 7,
      defaultValue = "5",
      description = "Connections that the pool keeps (${DEFAULT-VALUE}).")
  private int poolSize;

  @Option(
      names = "--max-overflow",
      paramLabel = "N",
      order = 8,
      defaultValue = "10",
      description = "Connections that it may open more, under load (${DEFAULT-VALUE}).")
  private int maxOverflow;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      order = 9,
      defaultValue = "30s",
      converter = DurationConverter.class,
      description = "How long a client waits for a connection (${DEFAULT-VALUE}).")
  private Duration timeout = Duration.ofSeconds(30);

  @Option(
      names = "--json",
      order = 10,
      description = "Write one JSON object to standard output, progress to standard error.")
  private boolean json;

  @Option(names = "--verbose", order = 11, description = "Log more; show stack traces.")
  private boolean verbose;

  /** A demo whose passwords come from this environment. */
  public DemoCommand(Terminal terminal, Environment environment) {
    this.terminal = terminal;
    this.environment = environment;
  }

  /** Whether stack traces and debug logs are wanted. */
  public boolean verbose() {
    return verbose;
  }

  @Override
  public Integer call() throws SQLException, InterruptedException {
    Plan plan = plan();
    List<DatabaseKind> chosen = chosenKinds();
    DemoDatabase given = givenDatabase();
    try (Cleanup cleanup = Cleanup.untilExit(terminal::say)) {
      try {
        Experiment experiment = new Experiment(plan, json, terminal, cleanup);
        if (given != null) {
          experiment.compare(given);
        } else {
          for (DatabaseKind kind : chosen) {
            experiment.compare(kind.start(cleanup, terminal::say));
          }
        }
        return experiment.conclude() ? OK : FAILED;
      } catch (SQLException | RuntimeException e) {
        if (cleanup.interrupted()) {
          return INTERRUPTED;
        }
        throw e;
      }
    }
  }

  private Plan plan() {
    require(queries >= 1 && queries <= QUERIES_MAX, "--queries must be 1 to " + QUERIES_MAX);
    require(clients >= 1 && clients <= CLIENTS_MAX, "--clients must be 1 to " + CLIENTS_MAX);
    require(poolSize >= 0, "--pool-size must be 0 or more");
    require(maxOverflow >= 0, "--max-overflow must be 0 or more");
    require(poolSize + (long) maxOverflow > 0, "--pool-size and --max-overflow are both 0");
    return new Plan(queries, clients, poolSize, maxOverflow, timeout);
  }

  private List<DatabaseKind> chosenKinds() {
    if (kinds.isEmpty()) {
      return List.of(DatabaseKind.values());
    }
    require(url == null, "--db and --url exclude each other");
    List<DatabaseKind> chosen = new ArrayList<>();
    for (String word : kinds) {
      DatabaseKind kind =
          DatabaseKind.named(word)
              .orElseThrow(() ->
                  wrong(
                      "--db: unknown database '"
                          + word
                          + "', there are "
                          + DatabaseKind.names()
                          + "; for any other use --url"));
      if (!chosen.contains(kind)) {
        chosen.add(kind);
      }
    }
    return chosen;
  }

  private @Nullable DemoDatabase givenDatabase() {
    require(
        password == null,
        "there is no --password, because the list of processes would show it: put it into an"
            + " environment variable and name that with --password-env");
    if (url == null) {
      require(user == null, "--user goes with --url");
      require(passwordVariable == null, "--password-env goes with --url");
      return null;
    }
    DatabaseUrl parsed = DatabaseUrl.parse(url);
    String secret = parsed.password();
    if (passwordVariable != null) {
      secret = environment.get(passwordVariable);
      require(
          secret != null,
          "--password-env: the environment variable " + passwordVariable + " is not set");
    }
    String name = user != null ? user : parsed.username();
    return new DemoDatabase(mode(parsed), parsed, null, name, secret);
  }

  private static String mode(DatabaseUrl url) {
    if (!url.anchored()) {
      return url.place();
    }
    return url.jdbcUrl().contains("vfs=memdb") ? "shared memory (memdb)" : "shared memory (named)";
  }

  private void require(boolean holds, String problem) {
    if (!holds) {
      throw wrong(problem);
    }
  }

  private ParameterException wrong(String problem) {
    if (spec == null) {
      throw new IllegalStateException("bug: picocli has not set the spec");
    }
    return new ParameterException(spec.commandLine(), problem);
  }
}
