package dev.cenote;

import dev.cenote.core.Pool;
import dev.cenote.error.PoolErrors;
import dev.cenote.error.Secrets;
import dev.cenote.jfr.Flight;
import dev.cenote.log.LogListener;
import dev.cenote.physical.ConnectionEvents;
import dev.cenote.physical.JdbcConnector;
import dev.cenote.physical.PhysicalConnection;
import dev.cenote.report.OpenTrouble;
import dev.cenote.report.Reporter;
import java.sql.Connection;
import org.jspecify.annotations.Nullable;

/**
 * What a pool is made of, from its start to its end. Its settings are not among them: they change.
 *
 * @param pool the engine
 * @param connector opens, checks, resets and ends its connections
 * @param secrets what it must not say
 * @param events who is told of connections; null if nobody is
 * @param anchor keeps an in-memory database alive; null if there is none
 * @param errors what its failures mean
 * @param log what is said of it
 * @param flight what is recorded of it
 * @param watch sees how it starts
 * @param trouble knows why nothing can be opened
 * @param reporter knows who holds what
 * @param listeners the application's
 */
record PoolParts(
    Pool<PhysicalConnection> pool,
    JdbcConnector connector,
    Secrets secrets,
    @Nullable ConnectionEvents events,
    @Nullable Connection anchor,
    PoolErrors errors,
    LogListener log,
    Flight flight,
    StartWatch watch,
    OpenTrouble trouble,
    Reporter reporter,
    ApplicationListeners listeners) {

  /** The same, and others are told of connections. */
  PoolParts with(@Nullable ConnectionEvents next) {
    return new PoolParts(
        pool, connector, secrets, next, anchor, errors, log, flight, watch, trouble, reporter,
        listeners);
  }
}
