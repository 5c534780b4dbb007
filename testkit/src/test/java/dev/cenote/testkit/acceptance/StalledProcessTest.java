package dev.cenote.testkit.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.CenoteDataSource;
import dev.cenote.error.ErrorCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A process that is stopped for a while and goes on. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no signals")
class StalledProcessTest {

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration STOPPED = Duration.ofSeconds(4);
  private static final String READY = "ready";

  /** Of the page's collector, whatever the machine; with one thread it takes its time. */
  private static final String[] COLLECTOR = {
    "-XX:+UseG1GC", "-XX:ParallelGCThreads=1", "-Xms1g", "-Xmx1g"
  };

  private static final String COLLECTED = "garbage collection took";

  /** On a machine whose container is, besides. */
  private static final String THROTTLED_TOO = "; the container was throttled for [^:]*: .* it does";

  @TempDir private Path folder;

  private static CenoteDataSource pool() {
    return CenoteDataSource.builder().url("jdbc:h2:mem:stalled").name("orders").poolSize(1).build();
  }

  /** The program: a pool, for a minute at most. */
  @SuppressWarnings("unused") // the JVM calls it
  static final class Pooling {

    private Pooling() {}

    public static void main(String[] arguments) throws InterruptedException {
      CountDownLatch never = new CountDownLatch(1);
      try (CenoteDataSource pool = pool()) {
        Awaitility.await()
            .pollDelay(Duration.ofMillis(1_500)) // until it has looked at the clock
            .until(() -> pool.stats().open() == 1);
        System.out.println(READY);
        boolean unused = never.await(LONG.toSeconds(), TimeUnit.SECONDS);
      }
    }
  }

  /** The program: the same, and a heap that takes long to collect, again and again. */
  @SuppressWarnings("unused") // the JVM calls it
  static final class Collecting {

    private static final int NODES = 24_000_000;

    private Collecting() {}

    private static final class Node {
      @Nullable Node next;
    }

    /** In an order that no processor can guess. */
    private static Node[] shuffled() {
      Node[] nodes = new Node[NODES];
      Arrays.setAll(nodes, i -> new Node());
      Random random = new Random(1);
      for (Node node : nodes) {
        node.next = nodes[random.nextInt(NODES)];
      }
      return nodes;
    }

    public static void main(String[] arguments) {
      Node[] nodes = shuffled();
      try (CenoteDataSource pool = pool()) {
        long end = System.nanoTime() + LONG.toNanos();
        while (System.nanoTime() - end < 0 && nodes[0].next != null) {
          Awaitility.await()
              .pollDelay(Duration.ofMillis(1_500))
              .until(() -> pool.stats().open() == 1);
          System.gc();
        }
      }
    }
  }

  @Test
  void aCollectionThatStoppedAllIsNamedWithWhatItTook() throws Exception {
    try (PoolProgram program = PoolProgram.start(folder, Collecting.class, COLLECTOR)) {
      Awaitility.await().atMost(LONG).until(() -> program.said(COLLECTED).isPresent());
      String said = program.said(COLLECTED).orElseThrow().replaceAll(THROTTLED_TOO, "");

      assertThat(PageExample.plain(said))
          .isEqualTo(PageExample.plain(PageExample.of(ErrorCode.STALLED, 3)));
    }
  }

  @Test
  void aPoolOfWhichNobodyRecordsLoadsNoEventOfRecordings() throws Exception {
    try (PoolProgram program = PoolProgram.start(folder, Pooling.class, "-Xlog:class+load")) {
      Awaitility.await().atMost(LONG).until(() -> program.said(READY).isPresent());

      assertThat(program.said("dev.cenote.jfr.Flight ")).isPresent();
      assertThat(program.said("dev.cenote.jfr.AcquireEvent")).isEmpty();
      assertThat(program.said("jdk.jfr.internal.EventInstrumentation")).isEmpty();
    }
  }

  @Test
  void thePoolSaysByHowMuchItsTimersWereLateAndThatNoCollectionWasTheCause() throws Exception {
    try (PoolProgram program = PoolProgram.start(folder, Pooling.class)) {
      Awaitility.await().atMost(LONG).until(() -> program.said(READY).isPresent());
      ServerProcess.whileItStands(
          program.pid(), () -> Awaitility.await().pollDelay(STOPPED).until(() -> true));

      Awaitility.await().atMost(LONG).until(() -> program.said(ErrorCode.STALLED.id()).isPresent());
      String said = program.said(ErrorCode.STALLED.id()).orElseThrow();
      assertThat(said)
          .containsPattern("orders: timers ran ([3-9]|[1-9][0-9])\\.[0-9] s late: ")
          .doesNotContain("garbage collection took");
      assertThat(PageExample.plain(said))
          .as("a standstill, or on a machine that is busy a want of processors")
          .isIn(
              PageExample.plain(PageExample.of(ErrorCode.STALLED, 1)),
              PageExample.plain(PageExample.of(ErrorCode.STALLED, 2)));
    }
  }
}
