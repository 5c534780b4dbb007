package dev.cenote.testkit.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.cenote.error.ErrorCode;
import dev.cenote.log.LogListener;
import dev.cenote.testkit.contract.Stage;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** What the pools write into the log during a test, from INFO on; it is kept off the console. */
final class LogLines implements BeforeEachCallback, AfterEachCallback {

  private final Logger log = (Logger) LoggerFactory.getLogger(LogListener.LOGGER);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private Level levelBefore;

  @Override
  public void beforeEach(ExtensionContext context) {
    levelBefore = log.getLevel();
    log.setLevel(Level.INFO);
    log.setAdditive(false);
    lines.list = new CopyOnWriteArrayList<>(); // it is read while the pools write
    lines.start();
    log.addAppender(lines);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    log.detachAppender(lines);
    log.setLevel(levelBefore);
    log.setAdditive(true);
  }

  /** The first line that has this code, once there is one. */
  String awaited(ErrorCode code) {
    return awaited(code, 0);
  }

  /** The first after so many. */
  String awaited(ErrorCode code, int before) {
    Stage.eventually(() -> assertThat(with(code.id())).hasSizeGreaterThan(before));
    return with(code.id()).get(before);
  }

  /** Those that contain this text, in order. */
  List<String> with(String text) {
    return List.copyOf(lines.list).stream()
        .map(ILoggingEvent::getFormattedMessage)
        .filter(line -> line.contains(text))
        .toList();
  }
}
