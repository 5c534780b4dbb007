package dev.cenote.bench.speed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StampTest {

  @Test
  void theModelIsTheFirstThatTheSystemNames() {
    assertThat(
            Stamp.modelIn(
                List.of("processor\t: 0", "model name\t: Fast: 7", "model name\t: Another")))
        .isEqualTo("Fast: 7");
    assertThat(Stamp.modelIn(List.of("processor\t: 0"))).isEqualTo("unknown");
  }

  @Test
  void aRecordOfBeforeNamesNoModelAndAgreesWithItsLikeOnly() throws Exception {
    String old =
        """
        {"commit":"abc","code":"code","java":"java","system":"here","processors":2}
        """;
    Stamp stamp = ResultsFile.JSON.readValue(old, Stamp.class);
    assertThat(stamp.model()).isEqualTo("unknown");
    assertThat(stamp.agreesWith(ResultsFile.JSON.readValue(old, Stamp.class))).isTrue();
    assertThat(stamp.agreesWith(Samples.STAMP)).isFalse();
  }
}
