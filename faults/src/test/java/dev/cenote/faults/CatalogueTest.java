package dev.cenote.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.faults.cell.Experiment;
import dev.cenote.faults.cell.Row;
import dev.cenote.faults.pool.PoolAdapter;
import dev.cenote.faults.pool.Pools;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CatalogueTest {

  @Test
  void everyRowHasANameOfItsOwnThatBeginsWithItsExperiments() {
    List<String> keys =
        Catalogue.ALL.stream().flatMap(e -> e.rows().stream()).map(Row::key).toList();
    assertThat(keys).doesNotHaveDuplicates();
    for (Experiment experiment : Catalogue.ALL) {
      assertThat(experiment.rows())
          .isNotEmpty()
          .allMatch(row -> row.key().startsWith(experiment.key() + "."));
    }
  }

  @Test
  void theShortFormHasAKillARefusalAndALookAtSockets() {
    assertThat(Catalogue.SHORT)
        .extracting(Experiment::key)
        .contains("postgres-kill", "login-refused", "reset", "far");
  }

  @Test
  void everyPoolSaysItsVersionAndHowItIsSetUp() {
    assertThat(Pools.ALL)
        .extracting(PoolAdapter::version)
        .allSatisfy(version -> assertThat(version).matches("\\d+\\.\\d+.*"));
    assertThat(Pools.ALL).extracting(PoolAdapter::setup).doesNotContain("");
  }
}
