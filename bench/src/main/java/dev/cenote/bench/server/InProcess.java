package dev.cenote.bench.server;

import dev.cenote.bench.pool.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/** Databases that live in this JVM and end with it. */
public final class InProcess {

  private static final AtomicInteger COUNT = new AtomicInteger();

  private InProcess() {}

  /** A new one with the table. */
  public static Target open(Database database) throws SQLException, IOException {
    Target target =
        switch (database) {
          case SQLITE -> new Target("jdbc:sqlite:" + file(), database.driver(), "app", "");
          case H2 ->
              new Target(
                  "jdbc:h2:mem:bench_" + COUNT.incrementAndGet() + ";DB_CLOSE_DELAY=-1",
                  database.driver(),
                  "app",
                  "");
          case POSTGRESQL, MARIADB ->
              throw new IllegalStateException("bug: " + database + " is a server");
        };
    Items.make(target);
    return target;
  }

  private static Path file() throws IOException {
    Path file = Files.createTempFile("cenote-bench-", ".sqlite");
    file.toFile().deleteOnExit();
    return file;
  }
}
