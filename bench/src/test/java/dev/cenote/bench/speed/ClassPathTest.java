package dev.cenote.bench.speed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.bench.pool.Pools;
import org.junit.jupiter.api.Test;

class ClassPathTest {

  @Test
  void aRecordsJvmHasItsOwnPoolAndNoOtherPeer() {
    assertThat(ClassPath.of(Samples.HIKARI))
        .contains("HikariCP", "slf4j-api", "HdrHistogram")
        .doesNotContain("druid", "agroal", "tomcat-jdbc", "commons-dbcp2", "c3p0");
    assertThat(ClassPath.of(Pools.of("druid").orElseThrow()))
        .contains("druid-")
        .doesNotContain("HikariCP");
    assertThat(ClassPath.of(Pools.of("agroal").orElseThrow()))
        .contains("agroal-api", "agroal-pool");
  }
}
