package dev.cenote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.report.Advice;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** Advice of a real pool; its numbers are replaced, for they are those of the machine. */
class AdviceOfPoolTest {

  private static CenoteDataSource unstarted() {
    CenoteDataSource pool = new CenoteDataSource();
    pool.setName("orders");
    pool.setUrl("jdbc:h2:mem:advice");
    pool.setPoolSize(2);
    pool.setMaxOverflow(18);
    return pool;
  }

  @Test
  void itComesFromNumbersThatNobodyHadToAskFor() throws SQLException {
    try (CenoteDataSource pool = unstarted()) {
      assertThat(pool.advice().toString()).isEqualTo("orders: not started, nothing was seen yet");
      for (int i = 0; i < 20; i++) {
        try (Connection connection = pool.getConnection()) {
          assertThat(connection.isClosed()).isFalse();
        }
      }

      Advice advice = pool.advice();

      assertThat(advice.verdict()).isEqualTo(Advice.Verdict.TOO_LITTLE_SEEN);
      assertThat(advice.usage().totals().acquired()).isEqualTo(20);
      assertThat(
              advice
                  .toString()
                  .replaceAll("[0-9]+(\\.[0-9]+)? (µs|ms|s)\\b", "T")
                  .replaceAll("[0-9]+(\\.[0-9]+)?", "N")
                  .replace(", the longest T", "")) // of whom had to wait, if anybody had
          .isEqualTo(
              String.join(
                  System.lineSeparator(),
                  "orders: in the T since the start busy pN = N, pN = N, max = N of N; wait pN ="
                      + " T; too little for advice",
                  "  average   N acquires/s x T held = N busy (Little's law)",
                  "  waits     N of N acquires had to wait",
                  "  size      ask again after N min and N acquires of your usual load."));
    }
  }
}
