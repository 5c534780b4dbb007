package dev.cenote.bench.speed;

import static dev.cenote.bench.speed.Samples.CENOTE;
import static dev.cenote.bench.speed.Samples.CHOICE;
import static dev.cenote.bench.speed.Samples.CYCLE;
import static dev.cenote.bench.speed.Samples.HIKARI;
import static dev.cenote.bench.speed.Samples.STAMP;
import static dev.cenote.bench.speed.Samples.cpu;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.bench.row.Metric;
import dev.cenote.bench.row.Reading;
import dev.cenote.bench.row.Span;
import dev.cenote.bench.stats.Interval;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordsTest {

  @Test
  void aRatioComparesWhatWasMeasuredInTheSameRound() {
    Records records =
        new Records(
            List.of(
                cpu(CENOTE, "1", 10),
                cpu(HIKARI, "1", 100),
                cpu(HIKARI, "2", 200), // a slow moment for both
                cpu(CENOTE, "2", 60),
                cpu(CENOTE, "3", 20),
                cpu(HIKARI, "3", 100),
                cpu(CENOTE, "4", 1))); // alone
    assertThat(records.ratio(CYCLE, CENOTE, HIKARI, Metric.CPU))
        .isEqualTo(new Interval(0.1, 0.2, 0.3, 3));
    assertThat(records.median(CYCLE, HIKARI, Metric.CPU)).isEqualTo(100);
    assertThat(records.roundsOf(CYCLE, List.of(CENOTE, HIKARI))).isEqualTo(3);
  }

  @Test
  void aRoundCountsIfTheProcessorsWereAsFarApartForBoth() {
    Result near = cpu(HIKARI, "1", 100, 40);
    List<Result> torn = List.of(cpu(CENOTE, "1", 90, 160), near);
    assertThat(new Records(torn).ratio(CYCLE, CENOTE, HIKARI, Metric.CPU).median())
        .as("better than nothing")
        .isEqualTo(0.9);
    assertThat(new Records(torn).wholeRatio(CYCLE, CENOTE, HIKARI, Metric.CPU).count()).isZero();

    Records records =
        new Records(
            List.of(
                torn.get(0),
                near,
                cpu(CENOTE, "2", 30, 40),
                cpu(HIKARI, "2", 100, 60),
                cpu(CENOTE, "3", 20, 150),
                cpu(HIKARI, "3", 100, 160)));
    assertThat(records.ratio(CYCLE, CENOTE, HIKARI, Metric.CPU))
        .isEqualTo(new Interval(0.2, 0.25, 0.3, 2));
    assertThat(records.torn(CYCLE, CENOTE, HIKARI)).isEqualTo(1);
    assertThat(records.torn(CYCLE, HIKARI, CENOTE)).isEqualTo(1);
  }

  @Test
  void whereTheWayIsUnknownARoundIsNotTorn() {
    for (double unknown : new double[] {Double.NaN, 1_082_317}) {
      Records records =
          new Records(List.of(cpu(CENOTE, "1", 10, unknown), cpu(HIKARI, "1", 100, 40)));
      assertThat(records.torn(CYCLE, CENOTE, HIKARI)).isZero();
      assertThat(records.wholeRatio(CYCLE, CENOTE, HIKARI, Metric.CPU).median()).isEqualTo(0.1);
      assertThat(records.median(CYCLE, CENOTE, Metric.APART)).isNaN();
    }
  }

  @Test
  void aRecordThatFailedHasNoPartInAMedian() {
    Records records =
        new Records(
            List.of(
                cpu(CENOTE, "1", 10),
                cpu(HIKARI, "1", 100),
                cpu(CENOTE, "2", 10),
                Samples.result(CYCLE, HIKARI, "2", Reading.failed("no"))));
    assertThat(records.median(CYCLE, HIKARI, Metric.CPU)).isEqualTo(100);
    assertThat(records.ratio(CYCLE, CENOTE, HIKARI, Metric.CPU).median()).isEqualTo(0.1);
  }

  @Test
  void whatAnotherCodeJavaMachineVersionOrSpanHasGivenDoesNotBelong() {
    Result good = cpu(CENOTE, "1", 10);
    Stamp otherCode = new Stamp("abc", "x", "java", "here", 2, "a model");
    Stamp otherJava = new Stamp("abc", "code", "x", "here", 2, "a model");
    Stamp otherModel = new Stamp("abc", "code", "java", "here", 2, "x");
    Stamp otherCommit = new Stamp("x", "code", "java", "here", 2, "a model");
    List<Result> all =
        List.of(
            good,
            with(good, good.version(), good.span(), "2", otherCode),
            with(good, good.version(), good.span(), "3", otherJava),
            with(good, "0.0.1", good.span(), "4", STAMP),
            with(good, good.version(), new Span(2, 77), "5", STAMP),
            with(good, good.version(), good.span(), "6", otherModel),
            with(good, good.version(), good.span(), "7", otherCommit));
    assertThat(Records.of(all, CHOICE, STAMP).readings(CYCLE, CENOTE)).hasSize(2);
  }

  @Test
  void theNewestOfAFileAreThoseThatWereMeasuredLikeTheLast() {
    Result last = cpu(CENOTE, "4", 10);
    Stamp old = new Stamp("x", "old", "java", "here", 2, "a model");
    List<Result> all =
        List.of(
            with(last, last.version(), last.span(), "1", old),
            with(last, last.version(), new Span(2, 77), "2", STAMP),
            with(last, last.version(), last.span(), "3", STAMP),
            last);
    Records newest = Records.newest(all);
    assertThat(newest.readings(CYCLE, CENOTE)).hasSize(2);
    assertThat(newest.spanOf(CYCLE)).contains(last.span());
    assertThat(newest.spanOf(Samples.VIRTUAL)).isEmpty();
  }

  private static Result with(Result it, String version, Span span, String group, Stamp stamp) {
    return new Result(it.row(), it.pool(), version, span, group, stamp, it.reading());
  }
}
