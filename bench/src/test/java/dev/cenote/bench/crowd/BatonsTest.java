package dev.cenote.bench.crowd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BatonsTest {

  private static final int LAPS = 50;

  @Test
  void ofManyThreadsOneRunsAtATimeAndEachOnceInALap() throws Exception {
    int size = 20;
    int[] turns = new int[size]; // by whose turn it is, which the pipes order
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger ahead = new AtomicInteger();
    try (Batons batons = new Batons(size)) {
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        int number = i;
        Thread thread =
            new Thread(() -> {
              try {
                for (int lap = 0; lap < LAPS; lap++) {
                  batons.take(lap);
                  most.accumulateAndGet(running.incrementAndGet(), Math::max);
                  for (int other : turns) {
                    ahead.accumulateAndGet(turns[number] - other, Math::max);
                  }
                  turns[number]++;
                  running.decrementAndGet();
                  batons.give();
                }
              } catch (Exception e) {
                most.set(Integer.MAX_VALUE);
              }
            });
        threads.add(thread);
        thread.start();
      }
      batons.give();
      for (Thread thread : threads) {
        thread.join();
      }
    }
    assertThat(turns).containsOnly(LAPS);
    assertThat(most).hasValue(1);
    assertThat(ahead).hasValueLessThanOrEqualTo(1);
  }
}
