package dev.cenote.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/** How much is logged to standard error; the form of a line stands in logback.xml. */
final class Logging {

  /** Held here: java.util.logging forgets the level of a logger that nobody holds. */
  private static final java.util.logging.Logger POSTGRESQL_DRIVER =
      java.util.logging.Logger.getLogger("org.postgresql");

  private Logging() {}

  /** What the command itself will say, the pool and the embedded server need not log as well. */
  static void quiet() {
    set("dev.cenote", Level.WARN);
    set("dev.cenote.pool", Level.OFF);
    set("io.zonky", Level.OFF);
    POSTGRESQL_DRIVER.setLevel(java.util.logging.Level.OFF);
  }

  /** The life of every connection. */
  static void verbose() {
    set("dev.cenote", Level.DEBUG);
    set("dev.cenote.pool", Level.DEBUG);
    set("io.zonky", Level.INFO);
    POSTGRESQL_DRIVER.setLevel(java.util.logging.Level.WARNING);
  }

  private static void set(String logger, Level level) {
    ILoggerFactory factory = LoggerFactory.getILoggerFactory();
    if (factory instanceof LoggerContext context) {
      context.getLogger(logger).setLevel(level);
    }
  }
}
