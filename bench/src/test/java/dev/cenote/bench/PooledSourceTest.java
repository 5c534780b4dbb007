package dev.cenote.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.bench.pool.PoolAdapter;
import dev.cenote.bench.pool.Pools;
import dev.cenote.bench.stub.Traffic;
import java.sql.Connection;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.infra.Blackhole;

class PooledSourceTest {

  private static final Blackhole ELSEWHERE =
      new Blackhole(
          "Today's password is swordfish. I understand instantiating Blackholes directly is dangerous.");

  static Stream<String> pools() {
    return Pools.ALL.stream().map(PoolAdapter::key);
  }

  @ParameterizedTest
  @MethodSource("pools")
  void everyPoolDoesTheWorkOfEveryBenchmark(String key) throws Exception {
    PooledSource pool = new PooledSource();
    pool.pool = key;
    pool.poolSize = 2;
    int before = Traffic.begun();
    pool.open();
    try {
      assertThat(Traffic.begun() - before).isBetween(2, 3); // HikariCP may try one first
      Connection returned = new CycleBenchmark().cycle(pool);
      assertThat(returned.isClosed()).isTrue();

      assertThat(new UnitBenchmark().unit(pool, ELSEWHERE)).isEqualTo(1);

      StatementBenchmark.Borrowed borrowed = new StatementBenchmark.Borrowed();
      borrowed.openStatements = 3;
      borrowed.borrow(pool);
      assertThat(new StatementBenchmark().statement(borrowed, ELSEWHERE)).isFalse();
      borrowed.giveBack();
    } finally {
      pool.close();
    }
  }
}
