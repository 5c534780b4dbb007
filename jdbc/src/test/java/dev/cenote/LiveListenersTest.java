package dev.cenote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.core.event.PoolEvent;
import dev.cenote.core.event.PoolListener;
import dev.cenote.event.ConnectionContext;
import dev.cenote.event.ConnectionCustomizer;
import dev.cenote.event.ConnectionListener;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who takes part in a pool or listens, exchanged while it runs. */
class LiveListenersTest {

  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final CenoteDataSource pool =
      CenoteDataSource.builder()
          .url("jdbc:h2:mem:live-listeners")
          .poolSize(1)
          .maxOverflow(0)
          .customizer(setsUp("old"))
          .connectionListener(listens("old"))
          .listener(hears("old"))
          .build();

  @AfterEach
  void close() {
    pool.close();
  }

  private ConnectionCustomizer setsUp(String who) {
    return new ConnectionCustomizer() {
      @Override
      public void onFirstConnect(Connection connection, ConnectionContext context) {
        heard.add(who + " first");
      }

      @Override
      public void onConnect(Connection connection, ConnectionContext context) {
        heard.add(who + " sets up");
      }
    };
  }

  private ConnectionListener listens(String who) {
    return new ConnectionListener() {
      @Override
      public void connected(ConnectionContext context) {
        heard.add(who + " begin");
      }

      @Override
      public void closed(ConnectionContext context) {
        heard.add(who + " end");
      }
    };
  }

  private PoolListener hears(String who) {
    return event -> {
      if (event instanceof PoolEvent.Reconfigured || event instanceof PoolEvent.Resized) {
        heard.add(who + " " + event.getClass().getSimpleName());
      }
    };
  }

  private void use() throws SQLException {
    try (Connection connection = pool.getConnection()) {
      assertThat(connection.isValid(1)).isTrue();
    }
  }

  private void awaitHeard(String... in) {
    Awaitility.await().untilAsserted(() -> assertThat(heard).contains(in));
  }

  @Test
  void eachConnectionKeepsThoseThatItWasOpenedWith() throws SQLException {
    use();
    try (Connection borrowed = pool.getConnection()) {
      pool.reconfigure(change ->
          change.customizers(List.of(setsUp("new"))).connectionListeners(List.of(listens("new"))));
      assertThat(borrowed.isValid(1)).isTrue();
    }
    use();
    awaitHeard("old end", "new begin");

    assertThat(heard).contains("old first", "old sets up", "old begin", "new first", "new sets up");
    assertThat(heard).doesNotContain("new end").doesNotHaveDuplicates();
  }

  @Test
  void customizersThatStayDoNotSeeTheFirstConnectionAgain() throws SQLException {
    use();
    pool.reconfigure(change -> change.connectionListeners(List.of(listens("new"))));
    use();
    awaitHeard("new begin");

    assertThat(heard).containsOnlyOnce("old first");
    assertThat(heard.stream().filter("old sets up"::equals)).hasSize(2);
  }

  @Test
  void nobodyMayBeLeft() throws SQLException {
    use();
    pool.reconfigure(change -> change.customizers(List.of()).connectionListeners(List.of()));
    use();
    awaitHeard("old end");

    assertThat(heard.stream().filter("old begin"::equals)).hasSize(1);
  }

  @Test
  void listenersThatLeaveHearOfThatAndThenNothing() {
    pool.reconfigure(change -> change.listeners(List.of(hears("new"))));
    pool.resize(2, 0);
    awaitHeard("new Resized");

    assertThat(heard).contains("old Reconfigured", "new Reconfigured");
    assertThat(heard).doesNotContain("old Resized");
  }

  @Test
  void twoExchangesInARowAreEachHeardByThoseThatLeaveAndThoseThatCome() {
    pool.reconfigure(change -> change.listeners(List.of(hears("next"))));
    pool.reconfigure(change -> change.listeners(List.of(hears("last"))));
    pool.resize(2, 0);
    awaitHeard("last Resized");

    assertThat(heard)
        .filteredOn(line -> line.endsWith("Reconfigured") || line.endsWith("Resized"))
        .containsExactly(
            "old Reconfigured",
            "next Reconfigured",
            "next Reconfigured",
            "last Reconfigured",
            "last Resized");
  }

  @Test
  void aListenerThatFailsKeepsNothingFromTheOthers() {
    PoolListener broken =
        event -> {
          throw new IllegalStateException("not today");
        };
    pool.reconfigure(change -> change.listeners(List.of(broken, hears("new"))));
    awaitHeard("old Reconfigured", "new Reconfigured");

    Awaitility.await().until(() -> pool.stats().listenerFailures() > 0);
  }
}
