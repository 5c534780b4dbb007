package dev.cenote.bench.floor;

import dev.cenote.delegate.DelegatingConnection;
import java.sql.Array;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** The borrower's handle: one field, no tracking of statements. One thread at a time. */
class FloorConnection extends DelegatingConnection {

  private @Nullable FloorSlot slot;

  FloorConnection(FloorSlot slot) {
    this.slot = slot;
  }

  @Override
  public void close() {
    FloorSlot held = slot;
    if (held != null) {
      slot = null;
      held.giveBack();
    }
  }

  @Override
  public boolean isClosed() {
    return slot == null;
  }

  @Override
  protected Connection raw() throws SQLException {
    FloorSlot held = slot;
    if (held == null) {
      throw new SQLException("the connection was given back", "08003");
    }
    return held.raw;
  }

  @Override
  protected SQLException failed(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown instanceof RuntimeException unexpected) {
      throw unexpected;
    }
    return (SQLException) thrown;
  }

  @Override
  protected Array wrap(Array raw) {
    return raw;
  }

  @Override
  protected @Nullable Object driversOwn(@Nullable Object argument) {
    return argument;
  }

  @Override
  protected CallableStatement wrap(CallableStatement raw) {
    return raw;
  }

  @Override
  protected DatabaseMetaData wrap(DatabaseMetaData raw) {
    return raw;
  }

  @Override
  protected PreparedStatement wrap(PreparedStatement raw) {
    return raw;
  }

  @Override
  protected Statement wrap(Statement raw) {
    return raw;
  }
}
