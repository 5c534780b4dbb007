package dev.cenote.testkit.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.CenoteDataSource;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What docs/guide/live-changes.md shows. */
@Timeout(60)
class LiveChangesTest {

  @Test
  void settingsChangeWhileThePoolRuns() {
    String rotated = "rotated";
    try (CenoteDataSource pool = CenoteDataSource.create("h2:mem:live-changes")) {
      pool.reconfigure(change -> change.poolSize(20).acquireTimeout(Duration.ofSeconds(5)));
      assertThat(pool.stats().poolSize()).isEqualTo(20);

      pool.resize(1, 0);
      pool.reconfigure(Map.of("poolSize", "20", "acquireTimeout", "5s"));
      assertThat(pool.stats().maximum()).isEqualTo(20);

      pool.reconfigure(change -> change.password(rotated));
      assertThat(pool.getPassword()).isEqualTo(rotated);
    }
  }
}
