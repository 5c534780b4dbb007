package dev.cenote.testkit.contract;

import dev.cenote.core.PoolKind;
import dev.cenote.testkit.database.H2Database;
import dev.cenote.testkit.database.TestDatabase;

/** The contract over H2, for pools of kind PER_THREAD. */
class H2PerThreadContractTest implements PoolContract {

  @Override
  public TestDatabase openDatabase() {
    return H2Database.named();
  }

  @Override
  public PoolKind kind() {
    return PoolKind.PER_THREAD;
  }
}
