package dev.cenote.bench.speed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class JmhForkTest {

  @Test
  void whatWentWrongIsSaidWithWhatCausedItInALine() {
    IllegalStateException benchmark = new IllegalStateException("benchmark error");
    benchmark.addSuppressed(new SQLException("no connection in time\nafter 30 s"));
    assertThat(JmhFork.text(new IOException("caught the exception", benchmark)))
        .isEqualTo(
            "java.io.IOException: caught the exception;"
                + " java.lang.IllegalStateException: benchmark error;"
                + " java.sql.SQLException: no connection in time");
  }
}
