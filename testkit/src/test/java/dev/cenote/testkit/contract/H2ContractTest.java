package dev.cenote.testkit.contract;

import dev.cenote.testkit.database.H2Database;
import dev.cenote.testkit.database.TestDatabase;

/** The contract over a named H2 database in memory. */
class H2ContractTest implements PoolContract {

  @Override
  public TestDatabase openDatabase() {
    return H2Database.named();
  }
}
