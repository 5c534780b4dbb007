package dev.cenote.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CleanupTest {

  private final List<String> events = new ArrayList<>();

  @Test
  void whatWasOpenedLastIsClosedFirst() throws Exception {
    try (Cleanup cleanup = Cleanup.untilExit(events::add)) {
      AutoCloseable server = cleanup.add(() -> events.add("server"));
      AutoCloseable table = cleanup.open(() -> () -> events.add("table"));
      assertThat(server).isNotSameAs(table);
    }
    assertThat(events).containsExactly("table", "server");
  }

  @Test
  void oneThatCannotBeClosedIsReportedAndKeepsNobodyElseOpen() {
    try (Cleanup cleanup = Cleanup.untilExit(events::add)) {
      cleanup.add(() -> events.add("server"));
      cleanup.add(() -> {
        throw new SQLException("the table could not be dropped");
      });
    }
    assertThat(events).containsExactly("the table could not be dropped", "server");
  }

  @Test
  void whatComesAfterTheEndIsClosedAtOnce() {
    Cleanup cleanup = Cleanup.untilExit(events::add);
    cleanup.close();

    cleanup.add(() -> events.add("latecomer"));

    assertThat(events).containsExactly("latecomer");
  }
}
