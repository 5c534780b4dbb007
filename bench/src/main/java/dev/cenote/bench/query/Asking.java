package dev.cenote.bench.query;

import dev.cenote.bench.crowd.Crowd;
import dev.cenote.bench.pool.OpenPool;
import dev.cenote.bench.pool.PoolAdapter;
import dev.cenote.bench.pool.PoolSettings;
import dev.cenote.bench.pool.Target;
import dev.cenote.bench.row.Act;
import dev.cenote.bench.row.Reading;
import dev.cenote.bench.row.Span;
import dev.cenote.bench.server.Database;
import dev.cenote.bench.server.InProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
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
      long end = System.nanoTime() + FILLING_NANOS;
      for (long left = FILLING_NANOS; left > 0; left = end - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      return Crowd.ofThreads(threads, style::on).measure(pool.dataSource(), span);
    }
  }
}
