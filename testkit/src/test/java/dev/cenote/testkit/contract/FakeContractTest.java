package dev.cenote.testkit.contract;

import dev.cenote.testkit.database.FakeTestDatabase;
import dev.cenote.testkit.database.TestDatabase;

/** The contract over the fake driver, which also notes every misuse. */
class FakeContractTest implements PoolContract {

  @Override
  public TestDatabase openDatabase() {
    return FakeTestDatabase.create();
  }
}
