package dev.cenote.bench.query;

import dev.cenote.bench.crowd.Crowd;
import dev.cenote.bench.meter.Pause;
import dev.cenote.bench.pool.OpenPool;
import dev.cenote.bench.pool.PoolAdapter;
import dev.cenote.bench.pool.PoolSettings;
import dev.cenote.bench.pool.Target;
import dev.cenote.bench.row.Act;
import dev.cenote.bench.row.Reading;
import dev.cenote.bench.row.Span;
import dev.cenote.bench.server.Database;
import dev.cenote.bench.server.InProcess;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Threads that ask a real database through a pool.
 *
 * @param database which
 * @param threads how many ask
 * @param connections how many the pool has
 * @param style what stands between
 * @param place where the server is, once that is known
 */
record Asking(Database database, int threads, int connections, Style style, @Nullable Target place)
    implements Act {

  /** Some pools open their connections behind their start; nobody shall borrow meanwhile. */
  private static final long FILLING_NANOS = TimeUnit.SECONDS.toNanos(1);

  Asking(Database database, int threads, int connections, Style style) {
    this(database, threads, connections, style, null);
  }

  @Override
  public Optional<Database> server() {
    return database.isServer() ? Optional.of(database) : Optional.empty();
  }

  @Override
  public Asking at(Target there) {
    return new Asking(database, threads, connections, style, there);
  }

  @Override
  public List<Class<?>> parts() {
    List<Class<?>> parts = new ArrayList<>(style.parts());
    parts.add(database.driverClass());
    return parts;
  }

  /** SQLite's driver loads native code. */
  @Override
  public List<String> jvmArguments() {
    return database == Database.SQLITE ? List.of("--enable-native-access=ALL-UNNAMED") : List.of();
  }

  @Override
  public Reading run(PoolAdapter adapter, Span span) throws Exception {
    Target target = place == null ? InProcess.open(database) : place;
    try (OpenPool pool = adapter.open(target, PoolSettings.filled(connections))) {
      Pause.nanos(FILLING_NANOS);
      String note = adapter.key().equals("cenote") ? versions(pool.dataSource()) : "";
      return Crowd.ofThreads(threads, style::on).measure(pool.dataSource(), span).noted(note);
    }
  }

  /** What is asked: all pools of a round ask the same, so it is enough to note it once. */
  private static String versions(DataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      DatabaseMetaData about = connection.getMetaData();
      return "all asked %s %s, its driver %s"
          .formatted(
              about.getDatabaseProductName(),
              about.getDatabaseProductVersion(),
              about.getDriverVersion());
    }
  }
}
