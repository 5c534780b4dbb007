package dev.cenote.testkit.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.CenoteDataSource;
import dev.cenote.core.PoolKind;
import dev.cenote.handle.CenoteConnection;
import dev.cenote.testkit.contract.Stage;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A pool made anew from another one. */
@Timeout(60)
class RecreateTest {

  @RegisterExtension private final FakeScene scene = new FakeScene();

  private final EventLog log = new EventLog();

  private static void borrowAndReturn(CenoteDataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      Stage.use(connection);
    }
  }

  @ParameterizedTest
  @EnumSource(PoolKind.class)
  void itOpensNothingAndKeepsTheKindAndTheOldOneGoesOn(PoolKind kind) throws SQLException {
    CenoteDataSource old = scene.pool(b -> b.kind(kind));
    try (CenoteDataSource again = old.recreate()) {
      assertThat(again.stats().poolSize()).isEqualTo(old.stats().poolSize());
      assertThat(again.stats().maximum()).isEqualTo(old.stats().maximum());
      again.start();
      assertThat(scene.database().connectionsEver()).isZero();
      assertThat(again.stats().maximum()).isEqualTo(old.stats().maximum());
      assertThat(again.getName()).isEqualTo(old.getName());

      borrowAndReturn(old);
      borrowAndReturn(again);
      assertThat(scene.database().connectionsEver()).isEqualTo(2);
    }
    borrowAndReturn(old);
  }

  @Test
  void itOpensNothingWhenTheOldOneIsClosedEither() {
    CenoteDataSource old = scene.pool(b -> b.customizer(log.customizer()));
    CenoteDataSource again = old.recreate();
    old.close();
    again.close();

    assertThat(scene.database().connectionsEver()).isZero();
    assertThat(log.events()).isEmpty();
  }

  @Test
  void aClosedPoolCanBeMadeAnew() throws SQLException {
    CenoteDataSource old = scene.pool(b -> b);
    old.close();
    try (CenoteDataSource again = old.recreate()) {
      borrowAndReturn(again);
    }
  }

  @Test
  void everyListenerAddedBeforeIsToldByTheNewOneFromTheFirstConnectOn() throws SQLException {
    CenoteDataSource old =
        scene.pool(b -> b.customizer(log.customizer()).connectionListener(log.listener()));
    borrowAndReturn(old);
    log.clear();

    try (CenoteDataSource again = old.recreate()) {
      borrowAndReturn(again);
      log.assertTold(
          "onFirstConnect",
          "onConnect",
          "connected",
          "onCheckout",
          "checkedOut",
          "onReset",
          "reset",
          "onCheckin",
          "checkedIn");
    }
    log.assertTold("closed");
  }

  @Test
  void oneAddedAfterwardsIsToldByTheNewOneAlone() throws SQLException {
    CenoteDataSource old = scene.pool(b -> b);
    borrowAndReturn(old);

    try (CenoteDataSource again = old.recreate()) {
      again.setCustomizers(List.of(log.customizer()));
      again.start();
      borrowAndReturn(old);
      assertThat(log.events()).isEmpty();
      borrowAndReturn(again);
      log.assertTold("onFirstConnect", "onConnect", "onCheckout", "onReset", "onCheckin");
    }
  }

  @Test
  void listenersOfTheOldPoolHearOfItsHandles() throws SQLException {
    CenoteDataSource old = scene.pool(b -> b.connectionListener(log.listener()));
    CenoteConnection lent = old.getConnection().unwrap(CenoteConnection.class);
    try (CenoteDataSource again = old.recreate()) {
      again.setConnectionListeners(List.of());
      log.clear();
      borrowAndReturn(again);
      lent.close();
      log.assertTold("reset", "checkedIn");
    }
    assertThat(scene.database().openConnections()).isEqualTo(1);
  }
}
