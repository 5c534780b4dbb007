package dev.cenote.handle;

import dev.cenote.delegate.DelegatingStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * The ways in which a statement takes SQL as text: the text may begin or end a transaction, which
 * not every driver tells.
 */
abstract class TextStatement extends DelegatingStatement {

  /** The driver is about to get that text. */
  abstract void noteText(String sql) throws SQLException;

  @Override
  public final void addBatch(String sql) throws SQLException {
    noteText(sql);
    super.addBatch(sql);
  }

  @Override
  public final ResultSet executeQuery(String sql) throws SQLException {
    noteText(sql);
    return super.executeQuery(sql);
  }

  @Override
  public final boolean execute(String sql) throws SQLException {
    noteText(sql);
    return super.execute(sql);
  }

  @Override
  public final boolean execute(String sql, int keys) throws SQLException {
    noteText(sql);
    return super.execute(sql, keys);
  }

  @Override
  public final boolean execute(String sql, int[] keys) throws SQLException {
    noteText(sql);
    return super.execute(sql, keys);
  }

  @Override
  public final boolean execute(String sql, String[] keys) throws SQLException {
    noteText(sql);
    return super.execute(sql, keys);
  }

  @Override
  public final int executeUpdate(String sql) throws SQLException {
    noteText(sql);
    return super.executeUpdate(sql);
  }

  @Override
  public final int executeUpdate(String sql, int keys) throws SQLException {
    noteText(sql);
    return super.executeUpdate(sql, keys);
  }

  @Override
  public final int executeUpdate(String sql, int[] keys) throws SQLException {
    noteText(sql);
    return super.executeUpdate(sql, keys);
  }

  @Override
  public final int executeUpdate(String sql, String[] keys) throws SQLException {
    noteText(sql);
    return super.executeUpdate(sql, keys);
  }

  @Override
  public final long executeLargeUpdate(String sql) throws SQLException {
    noteText(sql);
    return super.executeLargeUpdate(sql);
  }

  @Override
  public final long executeLargeUpdate(String sql, int keys) throws SQLException {
    noteText(sql);
    return super.executeLargeUpdate(sql, keys);
  }

  @Override
  public final long executeLargeUpdate(String sql, int[] keys) throws SQLException {
    noteText(sql);
    return super.executeLargeUpdate(sql, keys);
  }

  @Override
  public final long executeLargeUpdate(String sql, String[] keys) throws SQLException {
    noteText(sql);
    return super.executeLargeUpdate(sql, keys);
  }
}
