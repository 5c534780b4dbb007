package dev.cenote.testkit.contract;

import dev.cenote.testkit.database.SqliteDatabase;
import dev.cenote.testkit.database.TestDatabase;

/** The contract over SQLite in memory, through the memdb VFS. */
class SqliteContractTest implements PoolContract {

  @Override
  public TestDatabase openDatabase() {
    return SqliteDatabase.inMemory();
  }
}
