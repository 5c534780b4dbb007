package dev.cenote.config;

import java.sql.Connection;

/** The transaction isolation that a fresh lease starts with. */
public enum Isolation {
  /** JDBC's TRANSACTION_READ_UNCOMMITTED. */
  READ_UNCOMMITTED(Connection.TRANSACTION_READ_UNCOMMITTED),
  /** JDBC's TRANSACTION_READ_COMMITTED. */
  READ_COMMITTED(Connection.TRANSACTION_READ_COMMITTED),
  /** JDBC's TRANSACTION_REPEATABLE_READ. */
  REPEATABLE_READ(Connection.TRANSACTION_REPEATABLE_READ),
  /** JDBC's TRANSACTION_SERIALIZABLE. */
  SERIALIZABLE(Connection.TRANSACTION_SERIALIZABLE);

  private final int level;

  Isolation(int level) {
    this.level = level;
  }

  /** The constant of {@link Connection}. */
  public int level() {
    return level;
  }
}
