package dev.cenote.faults.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** Clients that come all at once and make one request each, on daemon threads. */
public final class Burst {

  private final ConcurrentLinkedQueue<Request> requests = new ConcurrentLinkedQueue<>();
  private final CountDownLatch missing;

  private Burst(int clients) {
    missing = new CountDownLatch(clients);
  }

  /** Sends so many. */
  public static Burst of(DataSource pool, Work work, int clients) {
    Burst burst = new Burst(clients);
    Client client = new Client(pool, work);
    CountDownLatch start = new CountDownLatch(1);
    for (int i = 0; i < clients; i++) {
      Thread thread = new Thread(() -> burst.request(client, start), "client-" + i);
      thread.setDaemon(true);
      thread.start();
    }
    start.countDown();
    return burst;
  }

  private void request(Client client, CountDownLatch start) {
    try {
      start.await();
      requests.add(client.request());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      missing.countDown();
    }
  }

  /**
   * Blocks until all have ended or patience has; what they have seen. Who has not ended is not in
   * it.
   */
  public Diary await(Duration patience) throws InterruptedException {
    boolean unused = missing.await(patience.toNanos(), TimeUnit.NANOSECONDS);
    return new Diary(List.copyOf(requests), List.of(), List.of());
  }
}
