package dev.cenote.bench.crowd;

import dev.cenote.bench.crowd.Client.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Clients of a crowd that begin together and end together. */
final class Generation {

  private static final Duration BEGINNING_MAX = Duration.ofSeconds(20);
  private static final Duration ENDING_MAX = Duration.ofSeconds(10);

  private final List<Client> clients = new ArrayList<>();
  private final List<Thread> running = new ArrayList<>();
  private final CountDownLatch begun;

  /** What the clients do now; they read it in each cycle. */
  private volatile Phase phase = Phase.WARMUP;

  private volatile @Nullable Exception failure;

  Generation(int size) {
    begun = new CountDownLatch(size);
  }

  /** Begins; the door is opened when all have come. Without {@code waits} no clock is read. */
  void begin(Threads threads, DataSource pool, Use.Maker uses, @Nullable Waits waits, Door door)
      throws InterruptedException {
    for (int i = 0; i < begun.getCount(); i++) {
      clients.add(new Client(i, pool, uses, waits, this));
    }
    clients.forEach(client -> running.add(threads.make(client)));
    boolean all = false;
    try {
      door.shut();
      running.forEach(Thread::start);
      if (!begun.await(BEGINNING_MAX.toSeconds(), TimeUnit.SECONDS)) {
        failed(new IllegalStateException(begun.getCount() + " clients did not begin"));
      }
      all = true;
    } finally {
      phase = all ? Phase.WARMUP : Phase.ENDED;
      door.open();
    }
  }

  /** From now on what happens counts. */
  void count() {
    phase = Phase.MEASURED;
  }

  /** Ends, after the present use of each. */
  void end() throws InterruptedException {
    phase = Phase.ENDED;
    long end = System.nanoTime() + ENDING_MAX.toNanos();
    for (Thread thread : running) {
      long millis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (millis > 0) {
        thread.join(millis);
      }
    }
  }

  /** How often each was served while it counted. */
  long[] served() {
    return clients.stream().mapToLong(Client::served).toArray();
  }

  /** How often they were refused while it counted. */
  long refused() {
    return clients.stream().mapToLong(Client::failed).sum();
  }

  /** How long the one that waits longest has been waiting at this moment; 0 if none is. */
  long waitingAt(long now) {
    return clients.stream().mapToLong(client -> client.waitingAt(now)).max().orElse(0);
  }

  /** What went wrong; null: nothing. */
  @Nullable Exception failure() {
    return failure;
  }

  /** A client is about to use the pool for the first time. */
  void begins() {
    begun.countDown();
  }

  Phase phase() {
    return phase;
  }

  boolean isMeasured() {
    return phase == Phase.MEASURED;
  }

  void failed(Exception e) {
    if (failure == null) {
      failure = e;
    }
  }
}
