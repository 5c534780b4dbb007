package dev.cenote.bench.speed;

import static dev.cenote.bench.speed.Samples.BEE;
import static dev.cenote.bench.speed.Samples.CENOTE;
import static dev.cenote.bench.speed.Samples.FLOOR;
import static dev.cenote.bench.speed.Samples.HIKARI;
import static dev.cenote.bench.speed.Samples.cpu;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.bench.pool.PoolAdapter;
import dev.cenote.bench.row.Aim.Against;
import dev.cenote.bench.row.Metric;
import dev.cenote.bench.row.Reading;
import dev.cenote.bench.row.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VerdictTest {

  private static final Row ASKED = Catalogue.row("database.postgresql.64on16").orElseThrow();

  @Test
  void anUncontendedCycleIsHeldAgainstHikariTheBestPeerAndTheBound() {
    List<Verdict> verdicts =
        verdicts(
            Samples.CYCLE,
            List.of(
                cpu(CENOTE, "1", 10),
                cpu(HIKARI, "1", 100),
                cpu(BEE, "1", 12),
                cpu(FLOOR, "1", 5)));
    assertThat(verdicts)
        .extracting(v -> v.aim().text() + ": " + v.other() + " " + v.isReached())
        .containsExactly(
            "CPU ns ≤ 0.2 × HikariCP: HikariCP true",
            "CPU ns ≤ 0.667 × the best peer: BeeCP false",
            "CPU ns ≤ 2.5 × the bound: bound: floor true",
            "CPU ns ≤ 0.5 × HikariCP (guard): HikariCP true");
  }

  @Test
  void whoLetsThreadsStarveIsNotTheBestPeer() {
    List<Result> results =
        List.of(
            served(CENOTE, 13_000, 1.0), served(HIKARI, 12_000, 0.95), served(BEE, 90_000, 0.2));
    Verdict served =
        verdicts(Samples.VIRTUAL, results).stream()
            .filter(v -> v.aim().metric() == Metric.SERVED)
            .findFirst()
            .orElseThrow();
    assertThat(served.aim().against()).isEqualTo(Against.BEST_PEER);
    assertThat(served.other()).isEqualTo("HikariCP");
    assertThat(served.isReached()).isTrue();
  }

  @Test
  void aTailOfTheWaitIsHeldAgainstThosePeersThatServeAboutAsMuchAsTheBest() {
    List<Result> results =
        List.of(
            asked(CENOTE, 30_000, 10), // the most
            asked(HIKARI, 28_000, 20),
            asked(BEE, 26_000, 5)); // less than nine tenths of Cenote's
    Verdict tail =
        verdicts(ASKED, results).stream()
            .filter(v -> v.aim().metric() == Metric.P999)
            .findFirst()
            .orElseThrow();
    assertThat(tail.other()).isEqualTo("HikariCP");
    assertThat(tail.value().median()).isEqualTo(0.5);
    assertThat(tail.isReached()).isTrue();
  }

  @Test
  void whereMoreIsBetterAShareOfTheBestPeersIsEnough() {
    Verdict served =
        verdicts(ASKED, List.of(asked(CENOTE, 28_000, 1), asked(BEE, 30_000, 1))).stream()
            .filter(v -> v.aim().metric() == Metric.SERVED)
            .findFirst()
            .orElseThrow();
    assertThat(served.aim().text()).isEqualTo("served/s ≥ 0.9 × the best peer");
    assertThat(served.isReached()).isTrue();
  }

  @Test
  void moreRoundsCouldSayTheOppositeWhereTheIntervalHoldsTheLimit() {
    List<Result> results =
        List.of(
            cpu(CENOTE, "1", 10),
            cpu(HIKARI, "1", 100),
            cpu(CENOTE, "2", 30),
            cpu(HIKARI, "2", 100));
    List<Verdict> verdicts = verdicts(Samples.CYCLE, results);
    assertThat(verdicts.get(0).isOpen()).isTrue(); // 0.1 to 0.3 against 0.2
    assertThat(verdicts.get(1).aim().against()).isEqualTo(Against.BEST_PEER);
    assertThat(verdicts.get(1).isOpen()).isFalse(); // against 0.667
  }

  @Test
  void ofFewRoundsMoreCouldSayTheOppositeWhereTheRatioIsNearTheLimit() {
    assertThat(hikarisOf(22).isOpen()).isTrue(); // of 100, against 0.2
    assertThat(hikarisOf(22).isReached()).isFalse();
    assertThat(hikarisOf(18).isOpen()).isTrue();
    assertThat(hikarisOf(26).isOpen()).isFalse();
    assertThat(hikarisOf(22, 22, 22, 22, 22, 22).isOpen()).isFalse();
  }

  @Test
  void theBestPeerIsTheOneBesideWhomCenoteLooksWorstInTheSameRounds() {
    List<Result> results =
        List.of(
            cpu(CENOTE, "1", 10),
            cpu(HIKARI, "1", 20),
            cpu(CENOTE, "2", 40), // a slow moment for both
            cpu(BEE, "2", 50));
    Verdict best = verdicts(Samples.CYCLE, results).get(1);
    assertThat(best.aim().against()).isEqualTo(Against.BEST_PEER);
    assertThat(best.other()).isEqualTo("BeeCP");
    assertThat(best.value().median()).isEqualTo(0.8);
  }

  @Test
  void whereNoPeerQualifiesTheAimIsNotTold() {
    Verdict served =
        verdicts(Samples.VIRTUAL, List.of(served(CENOTE, 13_000, 1.0), served(BEE, 90_000, 0.2)))
            .stream()
            .filter(v -> v.aim().metric() == Metric.SERVED)
            .findFirst()
            .orElseThrow();
    assertThat(served.isTold()).isFalse();
    assertThat(served.isMissed()).isFalse();
    assertThat(verdicts(Samples.VIRTUAL, List.of(served(CENOTE, 13_000, 1.0))))
        .as("what was measured alone")
        .isEmpty();
  }

  @Test
  void aGuardOfWhichARecordOfCenoteFailedDoesNotHold() {
    Result good = cpu(CENOTE, "1", 10);
    Result hikari = cpu(HIKARI, "1", 100);
    assertThat(missed(List.of(good, hikari))).isEmpty();
    assertThat(missed(List.of(cpu(CENOTE, "1", 60), hikari)))
        .containsExactly("cycle.1on32: CPU ns ≤ 0.5 × HikariCP (guard)");
    assertThat(missed(List.of(good, hikari, failed(CENOTE, "2"), cpu(HIKARI, "2", 100))))
        .containsExactly("cycle.1on32: failed with Cenote");
    assertThat(missed(List.of(good, hikari, cpu(CENOTE, "2", 10), failed(HIKARI, "2")))).isEmpty();
    assertThat(missed(List.of(good, failed(HIKARI, "1"))))
        .containsExactly("cycle.1on32: failed with HikariCP");
  }

  /** The aim against HikariCP's 100 with these of Cenote's, a round each. */
  private static Verdict hikarisOf(double... cenotes) {
    List<Result> results = new ArrayList<>();
    for (double cenote : cenotes) {
      String group = Integer.toString(results.size());
      results.add(cpu(CENOTE, group, cenote));
      results.add(cpu(HIKARI, group, 100));
    }
    return verdicts(Samples.CYCLE, results).get(0);
  }

  private static Result asked(PoolAdapter pool, double each, double tail) {
    return Samples.result(
        ASKED, pool, "1", Reading.of(Map.of(Metric.SERVED, each, Metric.P999, tail)));
  }

  private static List<String> missed(List<Result> results) {
    Choice choice = new Choice(List.of(Samples.CYCLE), List.of(CENOTE, HIKARI), 1, false, 0);
    return Verdict.missedGuards(choice, new Records(results));
  }

  private static Result failed(PoolAdapter pool, String group) {
    return Samples.result(Samples.CYCLE, pool, group, Reading.of(Map.of()));
  }

  private static List<Verdict> verdicts(Row row, List<Result> results) {
    Choice choice = new Choice(List.of(row), List.of(CENOTE, HIKARI, BEE, FLOOR), 1, false, 0);
    return Verdict.of(choice, new Records(results));
  }

  private static Result served(PoolAdapter pool, double each, double jain) {
    return Samples.result(
        Samples.VIRTUAL, pool, "1", Reading.of(Map.of(Metric.SERVED, each, Metric.JAIN, jain)));
  }
}
