package dev.cenote.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.bench.pool.PoolAdapter;
import dev.cenote.bench.pool.Pools;
import dev.cenote.bench.stub.StubPools;
import dev.cenote.bench.stub.Traffic;
import java.sql.Connection;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.infra.Blackhole;

class PooledSourceTest {

  private static final Blackhole ELSEWHERE =
      new Blackhole(
          "Today's password is swordfish. I understand instantiating Blackholes directly is dangerous.");

  static Stream<String> pools() {
    return Pools.ALL.stream().map(PoolAdapter::key).filter(key -> !key.equals("none"));
  }

  static Stream<String> realPools() {
    return Pools.ALL.stream().filter(pool -> !pool.isBound()).map(PoolAdapter::key);
  }

  @ParameterizedTest
  @MethodSource("pools")
  void everyPoolDoesTheWorkOfEveryBenchmark(String key) throws Exception {
    PooledSource pool = new PooledSource();
    pool.pool = key;
    pool.poolSize = 2;
    int before = Traffic.begun();
    int opened = Traffic.open();
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
      close(pool, opened);
    }
  }

  @ParameterizedTest
  @MethodSource("realPools")
  void everyPoolKeepsAFewOpenOfMany(String key) throws Exception {
    PooledSource pool = new PooledSource();
    pool.pool = key;
    pool.poolSize = 20;
    pool.fewOpen = 2;
    int before = Traffic.begun();
    int opened = Traffic.open();
    pool.open();
    try {
      assertThat(Traffic.begun() - before).isBetween(2, 19);
    } finally {
      close(pool, opened);
    }
  }

  @Test
  void aPoolThatKeepsNothingOpenIsNotMeasured() {
    PooledSource pool = new PooledSource();
    pool.pool = "none";
    pool.poolSize = 2;
    assertThatThrownBy(pool::open).hasMessageEndingWith("of 2 connections open");
  }

  /** Some pools close after their close, which would look like an open one less to the next. */
  private static void close(PooledSource pool, int opened) throws Exception {
    pool.close();
    StubPools.await(() -> Traffic.open() <= opened);
  }
}
