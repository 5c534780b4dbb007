package dev.cenote.physical;

import dev.cenote.error.Secrets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * What every lease starts with; null leaves what the driver gives.
 *
 * @param autoCommit the auto-commit mode
 * @param readOnly the read-only mode
 * @param isolation one of the constants of {@link Connection}
 * @param catalog the catalog
 * @param schema the schema
 * @param initSql one statement, run once on a new connection
 */
public record InitialState(
    @Nullable Boolean autoCommit,
    @Nullable Boolean readOnly,
    @Nullable Integer isolation,
    @Nullable String catalog,
    @Nullable String schema,
    @Nullable String initSql) {

  /** Everything as the driver gives it. */
  public static final InitialState DRIVERS = new InitialState(null, null, null, null, null, null);

  /**
   * Sets up a new connection. Auto-commit comes last, so that nothing here is done inside a
   * transaction; where the driver starts without auto-commit, what was begun is committed.
   *
   * @param session is told what later leases find, as far as it is known without asking
   */
  void applyTo(SessionState session) throws SQLException {
    Connection raw = session.raw;
    boolean driversAutoCommit = raw.getAutoCommit();
    session.knowInitialAutoCommit(autoCommit == null ? driversAutoCommit : autoCommit);
    if (readOnly != null) {
      raw.setReadOnly(readOnly);
      session.knowInitial(SessionProperty.READ_ONLY, readOnly);
    }
    if (isolation != null) {
      raw.setTransactionIsolation(isolation);
      session.knowInitial(SessionProperty.ISOLATION, isolation);
    }
    if (catalog != null) {
      raw.setCatalog(catalog);
      session.knowInitial(SessionProperty.CATALOG, catalog);
    }
    if (schema != null) {
      raw.setSchema(schema);
      if (session.product
          != Product.POSTGRESQL) { // there the search path is what must be remembered
        session.knowInitial(SessionProperty.SCHEMA, schema);
      }
    }
    if (initSql != null) {
      execute(raw, initSql);
    }
    if (!driversAutoCommit && mayBeginTransaction()) {
      raw.commit();
    }
    if (session.autoCommit() != driversAutoCommit) {
      raw.setAutoCommit(session.autoCommit());
    }
  }

  private static void execute(Connection raw, String sql) throws SQLException {
    try (Statement statement = raw.createStatement()) {
      statement.execute(sql);
    } catch (SQLException failure) {
      throw Secrets.ofSql(sql).safeOfValues(failure);
    } catch (RuntimeException failure) { // of a driver that is less strict about what it throws
      SQLException standIn = Secrets.ofSql(sql).standInOfValues(failure);
      if (standIn != null) {
        throw standIn;
      }
      throw failure;
    }
  }

  private boolean mayBeginTransaction() {
    return readOnly != null
        || isolation != null
        || catalog != null
        || schema != null
        || initSql != null;
  }
}
