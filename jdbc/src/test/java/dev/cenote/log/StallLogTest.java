package dev.cenote.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.cenote.core.event.PoolEvent;
import dev.cenote.core.time.Throttling;
import dev.cenote.error.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the log says of a process that stood still. */
class StallLogTest {

  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final Logger log = new LoggerContext().getLogger(LogListener.LOGGER);
  private final LogListener listener =
      new LogListener(log, "orders", "db:5432/orders", new Secrets(), () -> 0);

  @BeforeEach
  void collect() {
    lines.start();
    log.addAppender(lines);
  }

  private List<String> at(Level level) {
    return lines.list.stream()
        .filter(line -> line.getLevel() == level)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  @Test
  void timersThatRanLateAreAWarningWithTheCause() {
    listener.on(new PoolEvent.Stalled(47_000_000_000L, Throttling.NONE, 50_000_000_000L));

    assertThat(at(Level.WARN))
        .singleElement()
        .asString()
        .startsWith("orders: timers ran 47.0 s late: ")
        .endsWith("look at the machine. [CENOTE-401]");
  }

  @Test
  void thatItsContainerWasThrottledIsTheFirstExampleOnItsPage() throws IOException {
    Throttling throttled = new Throttling(440, 44_000_000_000L);
    listener.on(new PoolEvent.Stalled(47_000_000_000L, throttled, 55_000_000_000L));

    String page = Files.readString(Path.of("..", "docs", "errors", "CENOTE-401.md"));
    assertThat(at(Level.WARN))
        .singleElement()
        .asString()
        .isEqualTo(page.substring(page.indexOf("```\n") + 4).lines().findFirst().orElseThrow());
  }
}
