package dev.cenote.physical;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.error.Secrets;
import dev.cenote.event.ConnectionContext;
import dev.cenote.event.ConnectionCustomizer;
import dev.cenote.event.ConnectionListener;
import java.sql.Connection;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Who is told at each borrow and return, and who costs nothing there. */
class ConnectionEventsTest {

  private static boolean watchesBorrows(
      List<ConnectionCustomizer> customizers, List<ConnectionListener> listeners) {
    ConnectionEvents events =
        ConnectionEvents.of(
            "orders", new Secrets(), customizers, listeners, (broken, thrown) -> {}, null);
    return Objects.requireNonNull(events).watchesBorrows();
  }

  @Test
  void whoOnlySetsUpNewConnectionsOrHearsOfTheirEndCostsABorrowNothing() {
    ConnectionCustomizer setUp =
        new ConnectionCustomizer() {
          @Override
          public void onFirstConnect(Connection connection, ConnectionContext context) {}

          @Override
          public void onConnect(Connection connection, ConnectionContext context) {}
        };
    ConnectionListener ends =
        new ConnectionListener() {
          @Override
          public void closed(ConnectionContext context) {}
        };

    assertThat(watchesBorrows(List.of(setUp), List.of(ends))).isFalse();
  }

  @Test
  void whoTakesPartInBorrowsIsFoundAlsoWhereItInheritsThat() {
    class Cleaning implements ConnectionCustomizer {
      @Override
      public void onCheckin(Connection connection, ConnectionContext context) {}
    }
    class CleaningMore extends Cleaning {}

    assertThat(watchesBorrows(List.of(new CleaningMore()), List.of())).isTrue();
  }

  @Test
  void whoIsKnownByAnInterfaceOfItsOwnIsFoundToo() {
    interface Cleans extends ConnectionCustomizer {
      @Override
      default void onCheckin(Connection connection, ConnectionContext context) {}
    }
    class Cleaning implements Cleans {}

    assertThat(watchesBorrows(List.of(new Cleaning()), List.of())).isTrue();
  }

  @Test
  void whoHearsOfBorrowsIsFound() {
    ConnectionListener counting =
        new ConnectionListener() {
          @Override
          public void checkedIn(ConnectionContext context) {}
        };

    assertThat(watchesBorrows(List.of(), List.of(counting))).isTrue();
  }
}
