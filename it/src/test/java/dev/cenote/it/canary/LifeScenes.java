package dev.cenote.it.canary;

import dev.cenote.CenoteDataSource;
import dev.cenote.CenoteDataSourceBuilder;
import dev.cenote.config.OnStart;
import dev.cenote.core.PoolConfig.OnOutage;
import dev.cenote.core.PoolConfig.Validation;
import dev.cenote.core.PoolKind;
import dev.cenote.error.CenoteConfigException;
import dev.cenote.error.ErrorKind;
import dev.cenote.event.ConnectionContext;
import dev.cenote.event.ConnectionCustomizer;
import dev.cenote.testkit.contract.Background;
import dev.cenote.testkit.contract.Stage;
import dev.cenote.testkit.driver.FakeDatabase;
import dev.cenote.testkit.driver.Fault;
import dev.cenote.testkit.driver.Gate;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** The life of a pool whose driver puts the URL, with the password in it, into all it says. */
final class LifeScenes {

  private static final String QUERY = "select ?";

  private final Watched watched;

  LifeScenes(Watched watched) {
    this.watched = watched;
  }

  private interface Scene {
    void play(FakeDatabase database, CenoteDataSource pool) throws Exception;
  }

  private void on(UnaryOperator<CenoteDataSourceBuilder> settings, Scene scene) throws Exception {
    try (FakeDatabase database = FakeDatabase.create()) {
      CenoteDataSource pool =
          watched.start(b ->
              settings.apply(
                  b.url(database.url() + "?user=app&password=" + Canary.in("FakeUrl"))
                      .username("app")
                      .password(Canary.in("FakePassword"))
                      .property("sslpassword", Canary.in("FakeProperty"))
                      .initSql("SET app.secret = '" + Canary.in("FakeInitSql") + "'")
                      .connectTimeout(Duration.ofSeconds(30)) // for a busy machine
                      .validation(Validation.ALWAYS)));
      if (pool == null) {
        throw new AssertionError("no pool on the fake driver");
      }
      scene.play(database, pool);
      watched.describe(pool);
      watched.end(pool);
    }
  }

  /** What a careless driver throws: the URL in the message, a cause, a companion, a successor. */
  private static SQLException careless(String state) {
    String url = "jdbc:fake://app:" + Canary.in("Message") + "@db/orders?password=";
    SQLException failure =
        new SQLException("no: " + url + Canary.in("Message"), state, new Throwable(url + "x"));
    failure.addSuppressed(new IllegalStateException("closing {password=" + Canary.in("Aside")));
    failure.setNextException(new SQLException("then " + url + Canary.in("Next"), state));
    return failure;
  }

  /** What another says: the secrets as they are, with nothing that would give them away. */
  private static SQLException bare(String state) {
    Throwable cause = new Throwable(Canary.in("FakeUrl"));
    SQLException failure = new SQLException("no " + Canary.in("FakePassword"), state, cause);
    failure.addSuppressed(new IllegalStateException("closing " + Canary.in("FakeProperty")));
    failure.setNextException(new SQLException(Canary.in("FakePassword") + "!", state));
    return failure;
  }

  /** The same where the message itself is harmless. */
  private static SQLException careless() {
    SQLException failure = new SQLException("harmless", "08006");
    failure.addSuppressed(new IllegalStateException("pwd=" + Canary.in("OnlyAside")));
    failure.setNextException(new SQLException("pwd=" + Canary.in("OnlyNext")));
    return failure;
  }

  void refusedByTheDriver() throws Exception {
    for (String state : new String[] {"08001", "28P01", "53300", "42601"}) {
      for (OnOutage outage : OnOutage.values()) {
        on(
            b -> b.onOutage(outage).onStart(OnStart.START_ANYWAY).prefill(false),
            (database, pool) -> {
              database.refuse(() -> careless(state));
              watched.refused(pool);
              watched.refused(pool);
              database.refuse(() -> bare(state));
              watched.refused(pool);
              database.accept();
            });
      }
      try (FakeDatabase database = FakeDatabase.create()) {
        database.refuse(() -> careless(state));
        for (OnStart start : OnStart.values()) {
          CenoteDataSource none = watched.start(b -> b.url(database.url()).onStart(start));
          if (none != null) {
            watched.end(none);
          }
        }
        database.refuse(LifeScenes::careless);
        watched.start(b -> b.url(database.url()));
      }
    }
    try (FakeDatabase database = FakeDatabase.create()) {
      database.on("Statement.execute").always().throwing(LifeScenes::repeating);
      String literal = "'" + Canary.in("RepeatedSql") + "\n  " + Canary.in("RepeatedSql") + "'";
      watched.start(b -> b.url(database.url()).initSql("SET app.secret = " + literal));
    }
  }

  /** Of a driver that repeats the statement in its own words, and not in the first message. */
  private static SQLException repeating() {
    String secret = Canary.in("RepeatedSql");
    SQLException failure =
        new SQLException("syntax error", "42601", new Throwable(secret + secret));
    failure.addSuppressed(new IllegalStateException("near " + secret + "\r\n" + secret));
    failure.setNextException(new SQLException("in " + secret + " " + secret, "42601"));
    return failure;
  }

  void connectionsThatEnd() throws Exception {
    Duration soon = Duration.ofMillis(200);
    on(
        b ->
            b.acquireTimeout(Duration.ofSeconds(10))
                .checkTimeout(soon)
                .resetTimeout(soon)
                .closeTimeout(soon),
        (database, pool) -> {
          database.on("isValid").once().throwing(() -> careless("08006"));
          watched.borrow(pool, QUERY);
          database.on("isValid").once().throwing(LifeScenes::careless);
          watched.borrow(pool, QUERY);
          database.on("isValid").once().throwing(() -> bare("08006"));
          watched.borrow(pool, QUERY);
          database.on("isValid").once().hang();
          watched.borrow(pool, QUERY);
          database.on("rollback").once().throwing(() -> careless("08006"));
          database.on("rollback").once().throwing(() -> bare("08006"));
          database.on("rollback").once().hang();
          for (int i = 0; i < 3; i++) {
            leaveTransaction(pool);
          }
          breaks(careless("08006"), database, pool);
          breaks(bare("08006"), database, pool);
          pool.invalidateAll();
          watched.borrow(pool, QUERY);
          database.on("close").once().throwing(() -> careless("08006"));
          pool.invalidateAll();
          watched.borrow(pool, QUERY);
          database.on("close").once().throwing(() -> bare("08006"));
          pool.invalidateAll();
          watched.borrow(pool, QUERY);
          database.on("close").once().hang();
          pool.invalidateAll();
          watched.borrow(pool, QUERY);
          Stage.eventually(() -> told("CENOTE-305"));
        });
  }

  private void leaveTransaction(CenoteDataSource pool) {
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      Stage.use(connection);
    } catch (SQLException failure) {
      watched.failed(failure);
    }
  }

  /** The borrower sees what the driver threw, as it is; the others do not. */
  private void breaks(SQLException failure, FakeDatabase database, CenoteDataSource pool) {
    try (Connection connection = Stage.borrowPatiently(pool);
        PreparedStatement statement = connection.prepareStatement("select 1")) {
      // not before: the initSql of a connection that is being opened would meet it
      database.on("Statement.execute").once().throwing(() -> failure);
      statement.execute();
    } catch (SQLException ofDriver) {
      watched.describe(pool);
    }
  }

  void whoWaits() throws Exception {
    on(
        b -> b,
        (database, pool) -> {
          Gate working = new Gate();
          database.on("Statement.execute").once().waitFor(working);
          Background<Boolean> busy = Background.call(() -> worked(pool));
          working.awaitArrival();
          watched.refused(pool);
          working.open();
          busy.result();
          pool.pause();
          watched.refused(pool);
          pool.resume();
          pool.resize(2, 0);
          watched.borrow(pool, QUERY);
        });
    on(b -> b.maxWaiters(0).validation(Validation.NEVER), (database, pool) -> holdAndAsk(pool));
    on(b -> b.kind(PoolKind.SOLE), (database, pool) -> holdAndAsk(pool));
    for (SQLException refusal : List.of(careless("57000"), bare("57000"))) {
      on(b -> b.customizer(refusing(refusal)), (database, pool) -> watched.refused(pool));
    }
  }

  private static ConnectionCustomizer refusing(SQLException refusal) {
    return new ConnectionCustomizer() {
      @Override
      public void onCheckout(Connection connection, ConnectionContext context) throws SQLException {
        throw refusal;
      }
    };
  }

  private static boolean worked(CenoteDataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement statement =
            connection.prepareStatement("select '" + Canary.in("Working") + "'")) {
      return statement.execute();
    }
  }

  /** Gets nothing, or what has been taken back meanwhile. */
  private void asks(CenoteDataSource pool) {
    try (Connection connection = pool.getConnection()) {
      Stage.use(connection);
      watched.describe(pool);
    } catch (SQLException failure) {
      watched.failed(failure);
    }
  }

  private static boolean used(CenoteDataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      Stage.use(connection);
    }
    return true;
  }

  private void holdAndAsk(CenoteDataSource pool) throws Exception {
    try (Connection held = Stage.borrowPatiently(pool)) {
      Stage.use(held);
      Throwable refused = Background.call(pool::getConnection).failure();
      watched.failed(refused);
      watched.describe(pool);
    }
  }

  /** Two who each have one and want another. */
  void deadlock() throws Exception {
    on(
        b -> b.poolSize(2).acquireTimeout(Duration.ofSeconds(30)),
        (database, pool) -> {
          CyclicBarrier bothHaveOne = new CyclicBarrier(2);
          Background<Boolean> other = Background.call(() -> nested(pool, bothHaveOne));
          nested(pool, bothHaveOne);
          other.result();
        });
  }

  private boolean nested(CenoteDataSource pool, CyclicBarrier bothHaveOne) throws Exception {
    try (Connection outer = pool.getConnection()) {
      Stage.use(outer);
      bothHaveOne.await(Stage.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      return used(pool);
    } catch (SQLException failure) {
      watched.failed(failure);
      return false;
    }
  }

  void leaks() throws Exception {
    on(
        b ->
            b.poolSize(2)
                .leakThreshold(Duration.ofMillis(100))
                .reclaimAfter(Duration.ofMillis(1_500)),
        (database, pool) -> {
          Connection held = Stage.borrowPatiently(pool);
          Stage.use(held);
          Background<Connection> left = Background.call(() -> Stage.borrowPatiently(pool));
          Connection leaked = left.result();
          Stage.eventually(() -> told("CENOTE-403", "CENOTE-404"));
          asks(pool);
          held.close();
          Stage.eventually(() -> told("CENOTE-402", "CENOTE-405"));
          leaked.close();
        });
  }

  private void told(String... codes) {
    for (String code : codes) {
      if (!watched.outputs().tell(code)) {
        throw new AssertionError(code + " has not been told yet");
      }
    }
  }

  void closedUnderBorrowers() throws Exception {
    on(
        b -> b.poolSize(2).shutdownTimeout(Duration.ofMillis(300)),
        (database, pool) -> {
          Connection held = Stage.borrowPatiently(pool);
          Stage.use(held);
          database.on("abort").once().throwing(() -> bare("08006"));
          pool.close();
          watched.refused(pool);
          try {
            Stage.use(held);
          } catch (SQLException closed) {
            watched.failed(closed);
          }
          held.close();
        });
  }

  void logins() throws Exception {
    on(
        b -> b.connectTimeout(Duration.ofMillis(200)).prefill(false).onStart(OnStart.START_ANYWAY),
        (database, pool) -> {
          Fault hanging = database.on("connect").hang();
          watched.refused(pool);
          hanging.lift();
          try {
            pool.getConnection("app", Canary.in("OtherLogin")).close();
          } catch (SQLException other) {
            watched.failed(other);
          }
        });
  }

  /** Other secrets for a running pool, and what it does not take. */
  void changes() throws Exception {
    on(
        b -> b.errorKind("25006", ErrorKind.ROLE_CHANGED),
        (database, pool) -> {
          pool.reconfigure(change ->
              change
                  .password(Canary.in("ChangedPassword"))
                  .property("sslpassword", Canary.in("ChangedProperty"))
                  .initSql("SET app.secret = '" + Canary.in("ChangedInitSql") + "'"));
          watched.borrow(pool, QUERY);
          refusedChange(() ->
              pool.reconfigure(change ->
                  change
                      .url(
                          "jdbc:fake://app:"
                              + Canary.in("ChangedUrl")
                              + "@db?password="
                              + Canary.in("ChangedUrl"))
                      .password(Canary.in("ChangedPassword2"))
                      .poolSize(-1)));
          refusedChange(() ->
              pool.reconfigure(
                  Map.of(
                      "password",
                      Canary.in("ChangedText"),
                      "pasword",
                      Canary.in("ChangedText"),
                      "url",
                      "app:" + Canary.in("ChangedText") + "@db",
                      "poolSize",
                      "many")));
          breaks(careless("25006"), database, pool);
          breaks(bare("25006"), database, pool);
          String changed = Canary.in("ChangedPassword") + " or " + Canary.in("ChangedProperty");
          breaks(new SQLException("neither " + changed, "08006"), database, pool);
          database.refuse(() -> bare("28000"));
          pool.invalidateAll();
          watched.refused(pool);
          database.refuse(() -> new SQLException("neither " + changed, "28000"));
          watched.refused(pool);
        });
  }

  private void refusedChange(Runnable change) {
    try {
      change.run();
      throw new AssertionError("was changed");
    } catch (CenoteConfigException wrong) {
      watched.failed(wrong);
    }
  }
}
