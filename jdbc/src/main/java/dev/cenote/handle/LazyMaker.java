package dev.cenote.handle;

import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Struct;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The part of a lazy connection through which things are made that nobody closes: they hold the
 * connection until the transaction ends. What cannot be made holds nothing.
 */
abstract class LazyMaker extends LazyState {

  /** Makes something that holds the connection until the transaction ends. */
  abstract <T> @Nullable T make(LazyView.Getter<T> maker) throws SQLException;

  @Override
  public @Nullable Array createArrayOf(String type, @Nullable Object[] elements)
      throws SQLException {
    return make(connection -> connection.createArrayOf(type, elements));
  }

  @Override
  public @Nullable Struct createStruct(String type, @Nullable Object[] attributes)
      throws SQLException {
    return make(connection -> connection.createStruct(type, attributes));
  }

  @Override
  public @Nullable Blob createBlob() throws SQLException {
    return make(Connection::createBlob);
  }

  @Override
  public @Nullable Clob createClob() throws SQLException {
    return make(Connection::createClob);
  }

  @Override
  public @Nullable NClob createNClob() throws SQLException {
    return make(Connection::createNClob);
  }

  @Override
  public @Nullable SQLXML createSQLXML() throws SQLException {
    return make(Connection::createSQLXML);
  }

  /** A map that may be changed in place. */
  @Override
  public @Nullable Map<String, Class<?>> getTypeMap() throws SQLException {
    return make(Connection::getTypeMap);
  }

  @Override
  public @Nullable Savepoint setSavepoint() throws SQLException {
    return make(Connection::setSavepoint);
  }

  @Override
  public @Nullable Savepoint setSavepoint(String name) throws SQLException {
    return make(connection -> connection.setSavepoint(name));
  }

  @Override
  public void rollback(Savepoint savepoint) throws SQLException {
    make(connection -> {
      connection.rollback(savepoint);
      return null;
    });
  }

  @Override
  public void releaseSavepoint(Savepoint savepoint) throws SQLException {
    make(connection -> {
      connection.releaseSavepoint(savepoint);
      return null;
    });
  }

  // So nothing goes by the delegate's own way.

  private static IllegalStateException stray() {
    return new IllegalStateException("bug: a lazy connection's call by way of raw()");
  }

  @Override
  protected Connection raw() {
    throw stray();
  }

  @Override
  protected Array wrap(Array made) {
    throw stray();
  }

  @Override
  protected Statement wrap(Statement made) {
    throw stray();
  }

  @Override
  protected PreparedStatement wrap(PreparedStatement made) {
    throw stray();
  }

  @Override
  protected CallableStatement wrap(CallableStatement made) {
    throw stray();
  }

  @Override
  protected DatabaseMetaData wrap(DatabaseMetaData made) {
    throw stray();
  }

  @Override
  protected SQLException failed(Throwable thrown) {
    throw stray();
  }

  @Override
  protected @Nullable Object driversOwn(@Nullable Object argument) {
    throw stray();
  }
}
