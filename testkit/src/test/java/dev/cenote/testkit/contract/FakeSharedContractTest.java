package dev.cenote.testkit.contract;

import dev.cenote.core.PoolKind;
import dev.cenote.testkit.database.FakeTestDatabase;
import dev.cenote.testkit.database.TestDatabase;

/** The contract over the fake driver, for pools of kind SHARED. */
class FakeSharedContractTest implements PoolContract {

  @Override
  public TestDatabase openDatabase() {
    return FakeTestDatabase.create();
  }

  @Override
  public PoolKind kind() {
    return PoolKind.SHARED;
  }
}
