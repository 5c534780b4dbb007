package dev.cenote.testkit.driver;

import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * How a fake server is set up: who may log in, how many, and what a new connection starts with. A
 * change holds for connections opened after it. Safe for any thread.
 */
public final class FakeSettings {

  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by {@link #lock}, as is all below. */
  private final SessionState initial = new SessionState();

  private int connectionMax = Integer.MAX_VALUE;
  private @Nullable String user;
  private @Nullable String password;

  FakeSettings() {}

  /** Refuses every other login with 28P01; without this call everyone may log in. */
  public FakeSettings login(String onlyUser, String itsPassword) {
    return change(() -> {
      user = onlyUser;
      password = itsPassword;
    });
  }

  /** Refuses a further connection with 53300 while this many are open. */
  public FakeSettings maxConnections(int count) {
    return change(() -> connectionMax = count);
  }

  /** What new connections start with, as are the settings that follow. */
  public FakeSettings autoCommit(boolean on) {
    return change(() -> initial.autoCommit = on);
  }

  public FakeSettings readOnly(boolean on) {
    return change(() -> initial.readOnly = on);
  }

  /** One of the {@code TRANSACTION_} constants of {@link java.sql.Connection}. */
  public FakeSettings isolation(int level) {
    return change(() -> initial.isolation = level);
  }

  public FakeSettings catalog(@Nullable String catalog) {
    return change(() -> initial.catalog = catalog);
  }

  public FakeSettings schema(@Nullable String schema) {
    return change(() -> initial.schema = schema);
  }

  public FakeSettings networkTimeoutMillis(int millis) {
    return change(() -> initial.networkTimeoutMillis = millis);
  }

  void requireLogin(@Nullable String givenUser, @Nullable String givenPassword)
      throws SQLException {
    lock.lock();
    try {
      if (user != null && !(user.equals(givenUser) && Objects.equals(password, givenPassword))) {
        throw new SQLInvalidAuthorizationSpecException(
            "FATAL: password authentication failed for user \"" + givenUser + "\"", "28P01");
      }
    } finally {
      lock.unlock();
    }
  }

  void requireRoom(int liveCount) throws SQLException {
    lock.lock();
    try {
      if (liveCount >= connectionMax) {
        throw new SQLException("FATAL: sorry, too many clients already", "53300");
      }
    } finally {
      lock.unlock();
    }
  }

  SessionState initialState() {
    lock.lock();
    try {
      SessionState copy = new SessionState();
      copy.copyFrom(initial);
      return copy;
    } finally {
      lock.unlock();
    }
  }

  private FakeSettings change(Runnable change) {
    lock.lock();
    try {
      change.run();
      return this;
    } finally {
      lock.unlock();
    }
  }
}
