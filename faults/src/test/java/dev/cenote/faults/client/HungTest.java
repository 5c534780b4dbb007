package dev.cenote.faults.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cenote.faults.cell.Reading;
import dev.cenote.faults.client.Hung.Spell;
import dev.cenote.faults.client.Request.End;
import dev.cenote.testkit.driver.FakeDatabase;
import dev.cenote.testkit.driver.Fault;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class HungTest {

  private static final long SECOND = 1_000_000_000;

  @Test
  void aCallOverTheBoundAndOneThatGoesOnAreCounted() {
    Diary diary =
        new Diary(
            List.of(
                new Request(0, SECOND, 7 * SECOND, 7 * SECOND, End.FAILED, null),
                new Request(0, SECOND, 5 * SECOND, 5 * SECOND, End.SERVED, null),
                new Request(0, 9 * SECOND, 9 * SECOND, 9 * SECOND, End.REFUSED, null)),
            List.of(),
            List.of(20 * SECOND));
    assertThat(hung(diary, 0).value()).isEqualTo(2);
  }

  @Test
  void whoWasLentToBeforeTheFaultOrAfterItIsToldApart() {
    Diary diary =
        new Diary(List.of(), List.of(), List.of(2 * SECOND, 4 * SECOND, 6 * SECOND, 8 * SECOND));
    Reading reading =
        Hung.of(
            diary, List.of(new Spell(3 * SECOND, 5 * SECOND), new Spell(7 * SECOND, 9 * SECOND)));
    assertThat(reading.value()).isEqualTo(2);
    assertThat(reading.note()).contains("besides 2 who had theirs before");
  }

  @Test
  void aBorrowerThatHangsIsSeenUntilItReturns() {
    try (FakeDatabase database = FakeDatabase.create()) {
      long since = System.nanoTime();
      Fault fault = database.on("execute").once().hang();
      Crowd crowd = Crowd.at(database.dataSource(), Work.QUERY, 2, Duration.ofMillis(1));
      fault.awaitHit();
      await().until(() -> crowd.diary().served() > 0);
      assertThat(Hung.since(crowd.stop(Duration.ofSeconds(2)), since).value()).isEqualTo(1);
      fault.lift();
      assertThat(Hung.since(crowd.stop(Duration.ofSeconds(10)), since).value()).isZero();
    }
  }

  private static Reading hung(Diary diary, long since) {
    return Hung.of(diary, List.of(new Spell(since, Long.MAX_VALUE)));
  }
}
