package dev.cenote.it.canary;

import dev.cenote.CenoteDataSource;
import dev.cenote.CenoteDataSourceBuilder;
import dev.cenote.config.CenoteConfig;
import dev.cenote.config.DatabaseUrl;
import dev.cenote.core.PoolConfig.LeakWatch;
import dev.cenote.error.CenoteConfigException;
import dev.cenote.event.ConnectionContext;
import dev.cenote.event.ConnectionListener;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.management.JMException;
import org.jspecify.annotations.Nullable;

/** Pools of which everything that comes out is noted. */
final class Watched implements AutoCloseable {

  static final String EVENT = "event";
  static final String CONNECTION_EVENT = "connection listener";
  static final String THROWN = "exception";
  static final String SETTINGS = "toString of settings";
  static final String POOL = "toString of pool";
  static final String HANDLE = "toString of handle";
  static final String REPORT = "report";
  static final String THREAD = "thread name";

  private final Outputs outputs;
  private final MetersWay meters = new MetersWay();
  private final List<CenoteDataSource> pools = new ArrayList<>();

  Watched(Outputs outputs) {
    this.outputs = outputs;
  }

  Outputs outputs() {
    return outputs;
  }

  MetersWay meters() {
    return meters;
  }

  /** A pool with these settings; null if it does not start, which is noted. */
  @Nullable CenoteDataSource start(UnaryOperator<CenoteDataSourceBuilder> settings) {
    CenoteDataSourceBuilder builder =
        CenoteDataSource.builder()
            .jmx(true)
            .poolSize(1)
            .maxOverflow(0)
            .leakWatch(LeakWatch.STACK)
            .acquireTimeout(Duration.ofMillis(400))
            .connectTimeout(Duration.ofSeconds(1))
            .shutdownTimeout(Duration.ofSeconds(2))
            .listener(event -> outputs.add(EVENT, event))
            .connectionListener(listener());
    try {
      builder = settings.apply(builder);
      describe(builder);
      CenoteDataSource pool = builder.build();
      pools.add(pool);
      meters.bind(pool);
      describe(pool);
      return pool;
    } catch (RuntimeException failure) {
      outputs.add(SETTINGS, builder);
      failed(failure);
      return null;
    }
  }

  /** As a bean, whose start is its first call. */
  CenoteDataSource bean() {
    CenoteDataSource bean = new CenoteDataSource();
    pools.add(bean);
    return bean;
  }

  void failed(Throwable failure) {
    outputs.thrown(THROWN, failure);
    if (failure instanceof CenoteConfigException wrong) {
      outputs.add(THROWN, wrong.problems());
    }
  }

  private void describe(CenoteDataSourceBuilder builder) {
    outputs.add(SETTINGS, builder);
    CenoteConfig config = builder.config();
    outputs.add(SETTINGS, config + " " + config.notes() + config.name() + config.place());
    DatabaseUrl url = config.database();
    if (url != null) {
      outputs.add(SETTINGS, url + " " + url.redacted() + url.place() + url.defaultName());
      outputs.add(SETTINGS, url.notes() + url.hosts() + " " + url.username());
    }
  }

  /** All that can be asked of a pool. */
  void describe(CenoteDataSource pool) {
    outputs.add(POOL, pool + " " + pool.getName() + " " + pool.status() + pool.stats());
    outputs.add(POOL, pool.measures() + " " + pool.measures().waits());
    outputs.add(POOL, pool.lazy());
    outputs.add(REPORT, pool.report() + " " + pool.report().reading());
    outputs.add(SETTINGS, pool.recreate());
    meters.sweep(outputs);
    threads();
    try {
      BeansWay.sweep(outputs);
    } catch (JMException failure) {
      throw new AssertionError(failure);
    }
  }

  void threads() {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      outputs.add(THREAD, thread.getName());
    }
  }

  /** A borrower's round, with a secret in its statements; what fails is noted. */
  void borrow(CenoteDataSource pool, String query) {
    String secret = Canary.in("Statement");
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        PreparedStatement prepared = connection.prepareStatement(query)) {
      prepared.setString(1, secret);
      statement.execute(query.replace("?", "'" + secret + "'"));
      boolean unused = prepared.execute();
      outputs.add(HANDLE, connection + " " + statement + " " + prepared);
      outputs.add(HANDLE, connection.getMetaData());
      describe(pool);
    } catch (SQLException | RuntimeException failure) {
      failed(failure);
    }
  }

  /** Asks for a connection that there cannot be. */
  void refused(CenoteDataSource pool) {
    try (Connection connection = pool.getConnection()) {
      throw new AssertionError("there was a connection: " + connection);
    } catch (SQLException | RuntimeException failure) {
      failed(failure);
    }
    describe(pool);
  }

  void end(CenoteDataSource pool) {
    pool.close();
    outputs.add(POOL, pool + " " + pool.status() + pool.report() + pool.advice());
    pools.remove(pool);
  }

  private ConnectionListener listener() {
    return (ConnectionListener)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ConnectionListener.class},
            (proxy, method, arguments) -> {
              if (method.getDeclaringClass() == Object.class) {
                return method.getName().equals("hashCode")
                    ? System.identityHashCode(proxy)
                    : method.getName().equals("equals") ? proxy == arguments[0] : "listener";
              }
              for (Object argument : arguments) {
                outputs.add(CONNECTION_EVENT, argument);
                if (argument instanceof ConnectionContext context) {
                  outputs.add(CONNECTION_EVENT, context.pool() + context.info());
                }
              }
              return null;
            });
  }

  @Override
  public void close() {
    List.copyOf(pools).forEach(this::end);
  }
}
