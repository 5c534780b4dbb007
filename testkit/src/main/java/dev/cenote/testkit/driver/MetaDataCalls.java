package dev.cenote.testkit.driver;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import org.jspecify.annotations.Nullable;

/** What the fake tells about itself, found by name by {@link DriverProxy}. */
final class MetaDataCalls {

  private final FakeSession session;
  private final Connection connection;

  private MetaDataCalls(FakeSession session, Connection connection) {
    this.session = session;
    this.connection = connection;
  }

  static DatabaseMetaData metaDataOf(FakeSession session, Connection connection) {
    MetaDataCalls calls = new MetaDataCalls(session, connection);
    return DriverProxy.of(DatabaseMetaData.class, "DatabaseMetaData", session, calls, null);
  }

  public Connection getConnection() {
    return connection;
  }

  public String getURL() {
    return session.database().url();
  }

  public @Nullable String getUserName() {
    return session.user();
  }

  public String getDatabaseProductName() {
    return "Fake";
  }

  public String getDatabaseProductVersion() {
    return "1.0";
  }

  public int getDatabaseMajorVersion() {
    return 1;
  }

  public int getDatabaseMinorVersion() {
    return 0;
  }

  public String getDriverName() {
    return "Cenote fake driver";
  }

  public String getDriverVersion() {
    return "1.0";
  }

  public int getDriverMajorVersion() {
    return 1;
  }

  public int getDriverMinorVersion() {
    return 0;
  }

  public int getJDBCMajorVersion() {
    return 4;
  }

  public int getJDBCMinorVersion() {
    return 3;
  }

  public int getDefaultTransactionIsolation() {
    return Connection.TRANSACTION_READ_COMMITTED;
  }

  public boolean supportsTransactionIsolationLevel(int level) {
    return level != Connection.TRANSACTION_NONE;
  }

  public boolean supportsTransactions() {
    return true;
  }

  public boolean supportsBatchUpdates() {
    return true;
  }

  public boolean supportsSavepoints() {
    return true;
  }

  public boolean isReadOnly() {
    return false;
  }

  public int getResultSetHoldability() {
    return ResultSet.CLOSE_CURSORS_AT_COMMIT;
  }

  public String getIdentifierQuoteString() {
    return "\"";
  }

  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
