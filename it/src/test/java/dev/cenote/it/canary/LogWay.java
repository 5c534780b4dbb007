package dev.cenote.it.canary;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import java.util.Arrays;
import org.slf4j.LoggerFactory;

/** All that is logged at any level, with its arguments and what was thrown. */
final class LogWay implements AutoCloseable {

  static final String NAME = "log";

  static final String LOGGER = "dev.cenote";

  private final Logger log = (Logger) LoggerFactory.getLogger(LOGGER);
  private final Level before = log.getLevel();
  private final AppenderBase<ILoggingEvent> appender;

  LogWay(Outputs outputs) {
    appender =
        new AppenderBase<>() {
          @Override
          protected void append(ILoggingEvent event) {
            outputs.add(NAME, event.getLoggerName() + " " + event.getFormattedMessage());
            outputs.add(NAME, event.getThreadName() + " " + event.getMDCPropertyMap());
            Object[] arguments = event.getArgumentArray();
            if (arguments != null) {
              Arrays.stream(arguments).forEach(each -> outputs.add(NAME, each));
            }
            IThrowableProxy thrown = event.getThrowableProxy();
            if (thrown instanceof ThrowableProxy proxy) {
              outputs.add(NAME, proxy.getThrowable());
            }
          }
        };
    appender.start();
    log.setLevel(Level.TRACE);
    log.setAdditive(false);
    log.addAppender(appender);
  }

  @Override
  public void close() {
    log.detachAppender(appender);
    log.setLevel(before);
    log.setAdditive(true);
  }
}
