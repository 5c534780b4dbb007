package dev.cenote;

import dev.cenote.config.ConnectionFactory;
import dev.cenote.core.connect.OpenAttempt;
import dev.cenote.physical.ConnectionSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** Connections of the application's own factory. Any thread. */
final class FactorySource implements ConnectionSource {

  private final ConnectionFactory factory;

  FactorySource(ConnectionFactory factory) {
    this.factory = factory;
  }

  /** Not for a pool, which knows its attempt. */
  @Override
  public Connection connect() {
    throw new UnsupportedOperationException("bug: a factory is asked for a slot");
  }

  @Override
  public Connection connect(OpenAttempt attempt) throws SQLException {
    Duration limit = Duration.ofNanos(attempt.timeoutNanos());
    return factory.connect(new ConnectionFactory.Attempt(attempt.slot(), attempt.number(), limit));
  }
}
