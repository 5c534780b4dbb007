package dev.cenote.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/** How much is logged to standard error. */
final class Logging {

  /** Strong references: java.util.logging forgets the level of a logger that nobody holds. */
  private static final java.util.logging.Logger POSTGRESQL_DRIVER =
      java.util.logging.Logger.getLogger("org.postgresql");

  private Logging() {}

  /** Only what a user must know; the command itself says what fails. See logback.xml. */
  static void quiet() {
    POSTGRESQL_DRIVER.setLevel(java.util.logging.Level.OFF);
  }

  /** The life of every connection. */
  static void verbose() {
    ILoggerFactory factory = LoggerFactory.getILoggerFactory();
    if (factory instanceof LoggerContext context) {
      context.getLogger("dev.cenote").setLevel(Level.DEBUG);
      context.getLogger("dev.cenote.pool").setLevel(Level.DEBUG);
      context.getLogger("io.zonky").setLevel(Level.INFO);
    }
    POSTGRESQL_DRIVER.setLevel(java.util.logging.Level.WARNING);
  }
}
