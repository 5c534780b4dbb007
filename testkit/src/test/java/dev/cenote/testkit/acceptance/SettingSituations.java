package dev.cenote.testkit.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.CenoteDataSource;
import dev.cenote.CenoteDataSourceBuilder;
import dev.cenote.error.CenoteConfigException;
import dev.cenote.testkit.contract.Background;
import dev.cenote.testkit.contract.Stage;
import dev.cenote.testkit.driver.FakeDriver;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Settings that are wrong, and calls that come too early or too late. */
final class SettingSituations {

  private SettingSituations() {}

  private static String wrong(CenoteDataSourceBuilder builder) {
    try (CenoteDataSource pool = builder.build()) {
      throw new AssertionError("has started: " + pool);
    } catch (CenoteConfigException wrong) {
      return String.valueOf(wrong.getMessage());
    }
  }

  private static String wrong(Situation stage, Map<String, String> settings) {
    return wrong(CenoteDataSource.builder().url(stage.database().url()).settings(settings, ""));
  }

  static String wrongSettings(Situation stage) {
    return wrong(stage, Map.of("poolSize", "-1", "acquireTimeout", "30"));
  }

  static String unknownSetting(Situation stage) {
    return wrong(stage, Map.of("poolSise", "10"));
  }

  static String unknownUrl(Situation stage) {
    return wrong(CenoteDataSource.builder().url("oracle://app:secret@db/orders"));
  }

  static String noDriver(Situation stage) {
    return wrong(CenoteDataSource.builder().url("jdbc:sqlserver://db;databaseName=orders"));
  }

  static String privateMemory(Situation stage) {
    return wrong(CenoteDataSource.builder().url("jdbc:duckdb:"));
  }

  static String otherCredentials(Situation stage) {
    CenoteDataSource pool = stage.pool(b -> b);
    try (Connection connection = pool.getConnection("other", "secret")) {
      throw new AssertionError("there was a connection: " + connection);
    } catch (SQLException failure) {
      return String.valueOf(failure.getMessage());
    }
  }

  static String alreadyStarted(Situation stage) {
    CenoteDataSource pool = stage.pool(b -> b);
    try {
      pool.setPoolSize(10);
      throw new AssertionError("was set");
    } catch (IllegalStateException late) {
      return String.valueOf(late.getMessage());
    }
  }

  static String fixed(Situation stage) {
    CenoteDataSource pool = stage.pool(b -> b);
    try {
      pool.reconfigure(change -> change.url("jdbc:postgresql://standby/orders"));
      throw new AssertionError("was changed");
    } catch (CenoteConfigException fixed) {
      return String.valueOf(fixed.getMessage());
    }
  }

  /** Takes its time to say whether it knows a URL. */
  public static final class SlowDriver extends FakeDriver {

    private static final CountDownLatch ASKED = new CountDownLatch(1);
    private static final CountDownLatch ANSWERS = new CountDownLatch(1);

    @Override
    public boolean acceptsURL(String url) {
      ASKED.countDown();
      await(ANSWERS);
      return super.acceptsURL(url);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(Stage.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException interrupt) {
      throw new AssertionError(interrupt);
    }
  }

  static String stillStarting(Situation stage) throws Exception {
    try (CenoteDataSource pool = new CenoteDataSource()) {
      pool.setName("orders");
      pool.setUrl(stage.database().url());
      pool.setDriverClassName(SlowDriver.class.getName());
      pool.setAcquireTimeout(Situation.SHORT);
      Background<Connection> first = stage.inBackground(pool::getConnection);
      await(SlowDriver.ASKED);
      String told = Situation.refusal(pool);
      SlowDriver.ANSWERS.countDown();
      first.result().close();
      return told;
    }
  }
}
