package dev.cenote.testkit.contract;

import dev.cenote.testkit.database.HsqldbDatabase;
import dev.cenote.testkit.database.TestDatabase;

/** The contract over HSQLDB in memory, whose driver refuses network timeouts. */
class HsqldbContractTest implements PoolContract {

  @Override
  public TestDatabase openDatabase() {
    return HsqldbDatabase.create();
  }
}
