package dev.cenote.faults.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class FootprintTest {

  private static final int KIBI = 1024;
  private static final int KEPT = 4 * KIBI;

  @Test
  void whatStaysCountsAndWhatHasGoneDoesNot() throws InterruptedException {
    CountDownLatch end = new CountDownLatch(1);
    Thread thread = new Thread(() -> await(end));
    Footprint before = Footprint.now();
    thread.start();
    List<byte[]> kept = new ArrayList<>();
    for (int i = 0; i < KEPT; i++) { // many small ones: big arrays fill regions of their own
      kept.add(new byte[KIBI]);
    }
    Footprint after = Footprint.now();
    assertThat(kept).hasSize(KEPT);
    kept.clear();
    end.countDown();
    thread.join();
    Footprint gone = Footprint.now();
    assertThat(after.heapMebi() - before.heapMebi()).isBetween(3.0, 6.0);
    assertThat(gone.heapMebi() - before.heapMebi()).isLessThan(2.0);
    assertThat(after.threads() - gone.threads()).isEqualTo(1);
  }

  private static void await(CountDownLatch end) {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
