package dev.cenote.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openjdk.jmh.infra.Blackhole;

class PooledSourceTest {

  private static final Blackhole ELSEWHERE =
      new Blackhole(
          "Today's password is swordfish. I understand instantiating Blackholes directly is dangerous.");

  @ParameterizedTest
  @EnumSource(names = {"CENOTE", "HIKARI", "FLOOR"})
  void everyPeerDoesTheWorkOfEveryBenchmark(Peer peer) throws Exception {
    PooledSource pool = new PooledSource();
    pool.peer = peer;
    pool.poolSize = 2;
    pool.open();
    try {
      Connection returned = new CycleBenchmark().cycle(pool);
      assertThat(returned.isClosed()).isTrue();

      assertThat(new QueryBenchmark().query(pool, ELSEWHERE)).isEqualTo(1);

      StatementBenchmark.Borrowed borrowed = new StatementBenchmark.Borrowed();
      borrowed.borrow(pool);
      assertThat(new StatementBenchmark().statement(borrowed, ELSEWHERE)).isFalse();
      borrowed.giveBack();
    } finally {
      pool.close();
    }
  }
}
