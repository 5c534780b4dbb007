package dev.cenote.core;

import static dev.cenote.core.NestedWaitsTest.borrowers;
import static dev.cenote.core.NestedWaitsTest.lendTo;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.core.event.PoolEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How often it is told that borrowers with a resource wait for another one. */
class NestedPlacesTest {

  private final PoolUnderTest on = PoolUnderTest.of(3);

  @Test
  void thatItMightHappenIsToldTenTimesASecondAtMost() {
    List<Object> borrowers = borrowers(3);
    lendTo(on, borrowers);

    on.arriveAs(borrowers.get(0)).leave();
    on.arriveAs(borrowers.get(0)).leave();
    on.runtime.advance(Duration.ofMillis(100));
    on.arriveAs(borrowers.get(1)).leave();

    assertThat(on.events(PoolEvent.NestedAcquire.class))
        .extracting(PoolEvent.NestedAcquire::slot)
        .containsExactly(1, 2);
  }

  private void waitsHere() {
    on.arriveAs(Thread.currentThread()).leave();
  }

  private void waitsThere() {
    on.arriveAs(Thread.currentThread()).leave();
  }

  @Test
  void thatItMightHappenElsewhereIsToldAtOnce() {
    lendTo(on, List.of(Thread.currentThread(), new Object(), new Object()));
    for (int i = 0; i < 3; i++) {
      waitsHere();
      waitsThere();
    }

    assertThat(on.events(PoolEvent.NestedAcquire.class))
        .extracting(nested -> nested.stack().toString().replaceAll("(?s).*?(waits\\w+).*", "$1"))
        .containsExactly("waitsHere", "waitsThere");
  }

  @Test
  void ofTheSamePlaceTheOnesThatGotTheirFirstElsewhereAreToldApart() {
    NestedPlaces places = new NestedPlaces();
    Throwable one = new Throwable();
    Throwable other = new Throwable();
    List<Boolean> due = new ArrayList<>();
    for (Throwable first : List.of(one, other, one, other)) {
      due.add(places.isDue(first, true, 0));
    }
    for (long now : new long[] {99_999_999, 100_000_000, 100_000_001}) {
      due.add(places.isDue(one, false, now));
    }

    assertThat(due).containsExactly(true, true, false, false, true, false, false);
  }

  @Test
  void ofVeryManyPlacesEachIsStillTold() {
    NestedPlaces places = new NestedPlaces();
    for (int i = 0; i < 1_000; i++) {
      Throwable first = new Throwable();
      first.setStackTrace(new StackTraceElement[] {new StackTraceElement("A", "b", "c", i)});
      assertThat(places.isDue(first, false, 0)).isTrue();
    }
  }
}
