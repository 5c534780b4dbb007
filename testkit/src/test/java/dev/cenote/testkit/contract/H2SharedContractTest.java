package dev.cenote.testkit.contract;

import dev.cenote.core.PoolKind;
import dev.cenote.testkit.database.H2Database;
import dev.cenote.testkit.database.TestDatabase;

/** The contract over H2, for pools of kind SHARED. */
class H2SharedContractTest implements PoolContract {

  @Override
  public TestDatabase openDatabase() {
    return H2Database.named();
  }

  @Override
  public PoolKind kind() {
    return PoolKind.SHARED;
  }
}
