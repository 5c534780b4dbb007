package dev.cenote.testkit.contract;

import dev.cenote.core.PoolKind;
import dev.cenote.testkit.database.TestDatabase;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Some sentences about one topic; each test gets a {@link Stage} with a database of its own. */
@ExtendWith(StageExtension.class)
@Timeout(120)
public interface ContractTopic {

  /**
   * An empty database for one test, which the stage closes after it. May throw {@code
   * TestAbortedException}, by an assumption, where there is none on this machine.
   */
  TestDatabase openDatabase();

  /** The kind of the pools. What a kind cannot do is skipped with a message that says so. */
  default PoolKind kind() {
    return PoolKind.QUEUE;
  }
}
