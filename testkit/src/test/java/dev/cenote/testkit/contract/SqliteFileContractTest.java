package dev.cenote.testkit.contract;

import dev.cenote.testkit.database.SqliteDatabase;
import dev.cenote.testkit.database.TestDatabase;

/** The contract over SQLite in a file. */
class SqliteFileContractTest implements PoolContract {

  @Override
  public TestDatabase openDatabase() {
    return SqliteDatabase.inFile();
  }
}
