package dev.cenote.testkit.contract;

import dev.cenote.testkit.database.DerbyDatabase;
import dev.cenote.testkit.database.TestDatabase;

/** The contract over Derby in memory, which refuses to close inside a transaction. */
class DerbyContractTest implements PoolContract {

  @Override
  public TestDatabase openDatabase() {
    return DerbyDatabase.create();
  }
}
