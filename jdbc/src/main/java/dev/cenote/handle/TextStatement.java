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

  /** The driver has executed that text. */
  abstract void noteDone(String sql);

  @Override
  public final void addBatch(String sql) throws SQLException {
    noteText(sql);
    super.addBatch(sql);
  }

  @Override
  public final ResultSet executeQuery(String sql) throws SQLException {
    noteText(sql);
    ResultSet result = super.executeQuery(sql);
    noteDone(sql);
    return result;
  }

  @Override
  public final boolean execute(String sql) throws SQLException {
    noteText(sql);
    boolean result = super.execute(sql);
    noteDone(sql);
    return result;
  }

  @Override
  public final boolean execute(String sql, int keys) throws SQLException {
    noteText(sql);
    boolean result = super.execute(sql, keys);
    noteDone(sql);
    return result;
  }

  @Override
  public final boolean execute(String sql, int[] keys) throws SQLException {
    noteText(sql);
    boolean result = super.execute(sql, keys);
    noteDone(sql);
    return result;
  }

  @Override
  public final boolean execute(String sql, String[] keys) throws SQLException {
    noteText(sql);
    boolean result = super.execute(sql, keys);
    noteDone(sql);
    return result;
  }

  @Override
  public final int executeUpdate(String sql) throws SQLException {
    noteText(sql);
    int result = super.executeUpdate(sql);
    noteDone(sql);
    return result;
  }

  @Override
  public final int executeUpdate(String sql, int keys) throws SQLException {
    noteText(sql);
    int result = super.executeUpdate(sql, keys);
    noteDone(sql);
    return result;
  }

  @Override
  public final int executeUpdate(String sql, int[] keys) throws SQLException {
    noteText(sql);
    int result = super.executeUpdate(sql, keys);
    noteDone(sql);
    return result;
  }

  @Override
  public final int executeUpdate(String sql, String[] keys) throws SQLException {
    noteText(sql);
    int result = super.executeUpdate(sql, keys);
    noteDone(sql);
    return result;
  }

  @Override
  public final long executeLargeUpdate(String sql) throws SQLException {
    noteText(sql);
    long result = super.executeLargeUpdate(sql);
    noteDone(sql);
    return result;
  }

  @Override
  public final long executeLargeUpdate(String sql, int keys) throws SQLException {
    noteText(sql);
    long result = super.executeLargeUpdate(sql, keys);
    noteDone(sql);
    return result;
  }

  @Override
  public final long executeLargeUpdate(String sql, int[] keys) throws SQLException {
    noteText(sql);
    long result = super.executeLargeUpdate(sql, keys);
    noteDone(sql);
    return result;
  }

  @Override
  public final long executeLargeUpdate(String sql, String[] keys) throws SQLException {
    noteText(sql);
    long result = super.executeLargeUpdate(sql, keys);
    noteDone(sql);
    return result;
  }
}
