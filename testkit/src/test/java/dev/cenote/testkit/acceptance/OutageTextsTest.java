package dev.cenote.testkit.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cenote.CenoteDataSource;
import dev.cenote.CenoteDataSourceBuilder;
import dev.cenote.config.OnStart;
import dev.cenote.core.PoolConfig.OnOutage;
import dev.cenote.core.event.PoolEvent;
import dev.cenote.error.CenoteStartException;
import dev.cenote.error.ErrorCode;
import dev.cenote.testkit.contract.Background;
import dev.cenote.testkit.contract.Stage;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the pool says of a real server that is down, full, or stands still. */
@Timeout(120)
class OutageTextsTest {

  private static final String SIGNALS = "signals to a server's processes";

  @RegisterExtension private static final OrdersServer SERVER = new OrdersServer();

  /** Longer than anybody waits. */
  private static final Duration LONG = Duration.ofSeconds(6);

  @RegisterExtension private final FakeScene scene = new FakeScene();

  @RegisterExtension private final LogLines log = new LogLines();

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = SIGNALS)
  void theEndOfAnOutageIsToldWithItsNumbers() throws Exception {
    CenoteDataSource pool = SERVER.pool(b -> b.prefill(true).acquireTimeout(Situation.SHORT));
    FakeScene.awaitLending(pool);
    SERVER.whileItIsDown(() -> {
      for (int i = 0; i < 3; i++) {
        assertThat(Situation.refusal(pool)).isNotEmpty();
      }
    });
    FakeScene.awaitLending(pool);

    PageExample.assertSaid(log.awaited(ErrorCode.RECOVERED), ErrorCode.RECOVERED);
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = SIGNALS)
  void whoIsRefusedAtOnceIsToldOfTheOutageAndWhatTheDriverSaid() throws Exception {
    AtomicReference<String> told = new AtomicReference<>();
    SERVER.whileItIsDown(() -> {
      CenoteDataSource pool = SERVER.pool(b -> b.prefill(true).onOutage(OnOutage.FAIL_FAST));
      Stage.eventually(() -> {
        told.set(Situation.refusal(pool));
        assertThat(told.get()).contains("refused at once", " attempts failed", "next is due in");
      });
    });

    PageExample.assertSaid(told.get(), ErrorCode.KNOWN_DOWN);
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = SIGNALS)
  void whoWaitsForALoginThatTheServerDoesNotAnswerIsToldSo() throws Exception {
    CenoteDataSource pool = SERVER.pool(b -> b.acquireTimeout(Situation.SHORT));
    AtomicReference<String> told = new AtomicReference<>();
    SERVER.process().whileItStands(() -> told.set(Situation.refusal(pool)));

    PageExample.assertSaid(told.get(), ErrorCode.NO_ANSWER);
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = SIGNALS)
  void aLoginThatWasGivenUpIsToldWithTheThreadThatWaited() throws Exception {
    CenoteDataSource pool =
        SERVER.pool(
            b -> b.connectTimeout(Duration.ofMillis(200)).acquireTimeout(Duration.ofSeconds(2)));
    SERVER.process().whileItStands(() -> assertThat(Situation.refusal(pool)).isNotEmpty());

    PageExample.assertSaid(log.awaited(ErrorCode.NO_ANSWER, 1), ErrorCode.NO_ANSWER, 1);
  }

  @Test
  void aServerWithoutAnyPlaceIsFull() throws Exception {
    SERVER.fill();
    SERVER.fillWithSuperusers();
    CenoteDataSource pool = SERVER.pool(b -> b.acquireTimeout(Situation.SHORT));
    assertThat(Situation.refusal(pool)).contains(ErrorCode.SERVER_FULL.id());

    PageExample.assertSaid(log.awaited(ErrorCode.SERVER_FULL, 1), ErrorCode.SERVER_FULL);
  }

  @Test
  void aServerWhoseLastPlacesAreKeptForItsAdministratorsIsFull() throws Exception {
    SERVER.fill();
    CenoteDataSource pool = SERVER.pool(b -> b.acquireTimeout(Situation.SHORT));
    assertThat(Situation.refusal(pool)).contains(ErrorCode.SERVER_FULL.id());

    PageExample.assertSaid(log.awaited(ErrorCode.SERVER_FULL, 1), ErrorCode.SERVER_FULL, 1);
  }

  @Test
  void aPasswordThatWasChangedAtTheServerIsARefusedLogin() throws Exception {
    CenoteDataSource pool = SERVER.pool(b -> b);
    FakeScene.awaitLending(pool);
    String told = SERVER.withOtherPassword(() -> Situation.refusal(pool));

    PageExample.assertSaid(told, ErrorCode.LOGIN_REFUSED);
  }

  @Test
  void aStartThatWaitsForMoreThanThereIsSaysHowManyThereAre() throws Exception {
    SERVER.fillBut(3);
    CountDownLatch opened = new CountDownLatch(3);
    Background<Throwable> start =
        Background.call(() ->
            startFails(b ->
                b.poolSize(5)
                    .onStart(OnStart.WAIT_FILLED)
                    .acquireTimeout(Duration.ofSeconds(5))
                    .listener(event -> {
                      if (event instanceof PoolEvent.Opened) {
                        opened.countDown();
                      }
                    })));
    assertThat(opened.await(Stage.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    SERVER.fillWithSuperusers();

    PageExample.assertSaid(start.result().getMessage(), ErrorCode.NOT_FILLED);
  }

  @Test
  void whileLoginsAreSlowTheFirstOfThoseWhoWaitIsToldWhatTheLastOneTook() throws Exception {
    String told;
    try (Situation stage = new Situation(scene, log)) {
      told = Situation.again(() -> toldWhileLoginsAreSlow(stage), " callers wait, the first for ");
    }

    PageExample.assertSaid(told, ErrorCode.OPENING_SLOWLY);
  }

  /** Three have a connection and work, the others wait for a login. */
  private static String toldWhileLoginsAreSlow(Situation stage) throws Exception {
    CenoteDataSource pool = SERVER.pool(b -> b.poolSize(8).acquireTimeout(Situation.SHORT));
    for (int i = 0; i < 3; i++) {
      stage.inBackground(() -> work(pool));
    }
    Stage.eventually(() -> assertThat(pool.stats().leased()).isEqualTo(3));
    String told = SERVER.whileLoginsTake(LONG, () -> stage.firstOfSeveral(pool));
    pool.close();
    return told;
  }

  private static boolean work(CenoteDataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      return statement.execute("SELECT pg_sleep(" + LONG.toSeconds() + ")");
    }
  }

  @Test
  void aStatementThatTheServerDoesNotUnderstandFailsTheStart() throws Exception {
    Throwable failure =
        startFails(b -> b.onStart(OnStart.FAIL_FAST).initSql("SET serach_path TO shop"));

    PageExample.assertSaid(failure.getMessage(), ErrorCode.CANNOT_OPEN);
  }

  private static Throwable startFails(UnaryOperator<CenoteDataSourceBuilder> settings) {
    return catchThrowableOfType(
        CenoteStartException.class, () -> SERVER.pool(b -> settings.apply(b.prefill(true))));
  }
}
