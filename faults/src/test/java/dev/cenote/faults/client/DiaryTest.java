package dev.cenote.faults.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.faults.client.Request.End;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DiaryTest {

  private final Diary diary =
      new Diary(
          List.of(
              new Request(0, 5, 6, 6, End.SERVED, null),
              new Request(10, 12, 13, 14, End.FAILED, null),
              new Request(11, 40, 40, 40, End.REFUSED, null),
              new Request(20, 30, 34, 35, End.SERVED, null)),
          List.of(50L),
          List.of());

  @Test
  void theLongestWaitCountsWhoStillWaits() {
    assertThat(diary.longestWait()).isEqualTo(50);
    assertThat(new Diary(diary.requests(), List.of(), List.of()).longestWait()).isEqualTo(29);
    assertThat(new Diary(List.of(), List.of(), List.of()).longestWait()).isZero();
  }

  @Test
  void theFirstServedIsTheFirstThatGotItsConnectionSince() {
    assertThat(diary.firstServed(0)).hasValue(6);
    assertThat(diary.firstServed(6)).hasValue(35);
    assertThat(diary.firstServed(31)).isEmpty();
  }

  @Test
  void troubleIsAnythingButService() {
    assertThat(diary.firstTrouble(0)).as("when it was told, not when given back").hasValue(13);
    assertThat(diary.firstTrouble(14)).hasValue(40);
    assertThat(diary.firstTrouble(41)).isEmpty();
  }

  @Test
  void theLastTroubleIsTheOneThatEndedLast() {
    assertThat(diary.lastTrouble(0)).hasValue(40);
    assertThat(diary.lastTrouble(41)).isEmpty();
  }

  @Test
  void requestsAreCountedByTheirBeginning() {
    assertThat(diary.count(End.FAILED, 10)).isEqualTo(1);
    assertThat(diary.count(End.FAILED, 11)).isZero();
    assertThat(diary.served()).isEqualTo(2);
    assertThat(diary.lastEnd()).isEqualTo(40);
  }
}
