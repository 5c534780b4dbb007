package dev.cenote.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

class ContractReportTest {

  private final ContractReport report = new ContractReport();

  @Test
  void theSkippedSentencesOfOneReasonStandTogether() {
    report.held("aHolds");
    report.skipped("cIsSkipped", new TestAbortedException("Assumption failed: H2: no schemas"));
    report.skipped("bIsSkipped", new TestAbortedException("H2: no schemas"));
    report.skipped("dIsSkipped", new TestAbortedException("JDK 17 has no virtual threads"));
    report.failed("eFails");

    assertThat(report.text("H2ContractTest").lines())
        .containsExactly(
            "H2ContractTest: 1 sentences of the contract held, 1 failed,"
                + " 3 skipped in whole or in part:",
            "  - H2: no schemas: bIsSkipped, cIsSkipped",
            "  - JDK 17 has no virtual threads: dIsSkipped");
  }

  @Test
  void aDatabaseThatIsNotThereIsOneLine() {
    report.skipped("a", new TestAbortedException("Assumption failed: MariaDB is not installed"));
    report.skipped("b", new TestAbortedException("Assumption failed: MariaDB is not installed"));

    assertThat(report.text("MariaDbContractTest").lines())
        .contains("  - MariaDB is not installed: all of them");
  }
}
