package dev.cenote.bench.row;

import java.util.List;

/** Rows that measure the same in different sizes. */
public enum Family {
  /** The shortest use. */
  CYCLE(
      "cycle",
      "Cycle: `getConnection()`, `close()`",
      new Span(2, 3),
      new Span(2, 1),
      List.of(
          Metric.CPU, Metric.CLOCK, Metric.BYTES, Metric.PROCESSORS, Metric.OTHERS, Metric.APART)),
  /** The same in very different sizes: of the pool, of what is around it. */
  GROWTH(
      "growth",
      "Growth: the same cycle of 1 and of 128 threads on pools from 1 to 1,000 connections, all"
          + " open; `few`: only ten of them; `turns`: by one after the other of so many threads;"
          + " `statements`: a statement beside so many open ones",
      CYCLE.span,
      CYCLE.quick,
      CYCLE.metrics),
  /** What a pool adds to statements. */
  STATEMENT(
      "statement",
      "Statement: `createStatement()`, `execute(…)`, `close()` on a connection that stays borrowed",
      CYCLE.span,
      CYCLE.quick,
      CYCLE.metrics),
  /** A whole use. */
  UNIT(
      "unit",
      "Unit: borrow, prepare, set, query, read one row, close all three",
      CYCLE.span,
      CYCLE.quick,
      CYCLE.metrics),
  /** Platform threads that must wait. */
  THREADS(
      "threads",
      "Threads that must wait for each other, holding for nothing (`0`) or for 1 ms",
      new Span(3, 10),
      new Span(1, 2),
      List.of(
          Metric.SERVED,
          Metric.P50,
          Metric.P99,
          Metric.P999,
          Metric.MAX,
          Metric.JAIN,
          Metric.SPREAD,
          Metric.FAILED,
          Metric.CPU,
          Metric.BYTES,
          Metric.OTHERS,
          Metric.APART)),
  /** Virtual threads that must wait. */
  VIRTUAL(
      "virtual",
      "Virtual threads, holding for a `Thread.yield()` or for 1 ms; with `0` a fixed number of"
          + " cycles",
      new Span(5, 30),
      new Span(2, 3),
      THREADS.metrics),
  /** Queries of real databases. */
  DATABASE(
      "database",
      "Databases: borrow, prepare, set, query one row by its key, close all three; `spring`: by"
          + " Spring's `JdbcTemplate`",
      THREADS.span,
      THREADS.quick,
      THREADS.metrics),
  /** Many at once. */
  BURST(
      "burst",
      "Burst: 50 threads at once on a pool of at most 50, each holding for 2 ms; opening takes"
          + " 150 ms",
      new Span(1, 5),
      new Span(1, 1),
      List.of(Metric.DONE, Metric.OPENED, Metric.OTHERS)),
  /** What it weighs. */
  HEAP(
      "heap",
      "Heap of a pool with 100 idle connections",
      new Span(1, 1),
      new Span(1, 1),
      List.of(Metric.HEAP)),
  /** What the start costs. */
  FIRST(
      "first",
      "First connection in a new JVM",
      new Span(1, 1),
      new Span(1, 1),
      List.of(Metric.FIRST, Metric.FIRST_CPU, Metric.OTHERS));

  private final String key;
  private final String title;
  private final Span span;
  private final Span quick;
  private final List<Metric> metrics;

  Family(String key, String title, Span span, Span quick, List<Metric> metrics) {
    this.key = key;
    this.title = title;
    this.span = span;
    this.quick = quick;
    this.metrics = metrics;
  }

  /** The name in options. */
  public String key() {
    return key;
  }

  /** What one operation is. */
  public String title() {
    return title;
  }

  /** How long it is measured. */
  public Span span(boolean isQuick) {
    return isQuick ? quick : span;
  }

  /** What a span of it means, as people read it; empty if it has no part in it. */
  public String text(Span span) {
    return switch (this) {
      case HEAP, FIRST -> "";
      case BURST ->
          "A record: %d bursts, %d before them.".formatted(span.seconds(), span.warmupSeconds());
      default ->
          "A record: %d s, %d s of warm-up before.".formatted(span.seconds(), span.warmupSeconds());
    };
  }

  /** What is shown of it, where it was measured. */
  public List<Metric> metrics() {
    return metrics;
  }

  /** By which of them the pools are compared. */
  public List<Metric> compared() {
    return switch (this) {
      case THREADS, VIRTUAL, DATABASE ->
          List.of(Metric.SERVED, Metric.P99, Metric.P999, Metric.CPU);
      default -> metrics.subList(0, 1);
    };
  }
}
