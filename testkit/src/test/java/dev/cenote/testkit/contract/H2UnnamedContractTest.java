package dev.cenote.testkit.contract;

import dev.cenote.testkit.database.H2Database;
import dev.cenote.testkit.database.TestDatabase;

/** The contract over jdbc:h2:mem:, which the pool gives a name. */
class H2UnnamedContractTest implements PoolContract {

  @Override
  public TestDatabase openDatabase() {
    return H2Database.unnamed();
  }
}
