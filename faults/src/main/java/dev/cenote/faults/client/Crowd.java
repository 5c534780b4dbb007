package dev.cenote.faults.client;

import dev.cenote.faults.client.Request.End;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import javax.sql.DataSource;

/**
 * Clients that make one request after the other until they are stopped, on daemon threads, and note
 * each. Safe for any thread.
 */
public final class Crowd {

  private static final long NOT_WAITING = Long.MAX_VALUE;
  private static final long NOT_CALLING = Long.MAX_VALUE;

  private final DataSource pool;
  private final Work work;
  private final Duration pause;
  private final ConcurrentLinkedQueue<Request> requests = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads = new ArrayList<>();

  /** When each client began to wait for its connection. */
  private final AtomicLongArray begun;

  /** Since when each client has the connection that it has now. */
  private final AtomicLongArray lent;

  /** When the latest connection that worked was lent; long ago before the first. */
  private final AtomicLong lastServed = new AtomicLong(System.nanoTime() - Long.MAX_VALUE / 2);

  private volatile boolean stopped;

  private Crowd(DataSource pool, Work work, int clients, Duration pause) {
    this.pool = pool;
    this.work = work;
    this.pause = pause;
    this.begun = new AtomicLongArray(clients);
    this.lent = new AtomicLongArray(clients);
    for (int i = 0; i < clients; i++) {
      int number = i;
      begun.set(i, NOT_WAITING);
      lent.set(i, NOT_CALLING);
      Thread thread = new Thread(() -> requestUntilStopped(number), "client-" + i);
      thread.setDaemon(true);
      threads.add(thread);
    }
  }

  /** Sets so many clients to work, each with a pause between its requests. */
  public static Crowd at(DataSource pool, Work work, int clients, Duration pause) {
    Crowd crowd = new Crowd(pool, work, clients, pause);
    crowd.threads.forEach(Thread::start);
    return crowd;
  }

  private void requestUntilStopped(int number) {
    Client client =
        new Client(
            pool,
            connection -> {
              lent.set(number, System.nanoTime());
              begun.set(number, NOT_WAITING);
              work.on(connection);
            });
    while (!stopped) {
      begun.set(number, System.nanoTime());
      Request request = client.request();
      begun.set(number, NOT_WAITING);
      requests.add(request.withoutFailure());
      lent.set(number, NOT_CALLING);
      if (request.end() == End.SERVED) {
        lastServed.accumulateAndGet(request.acquired(), (a, b) -> a - b >= 0 ? a : b);
      }
      Pause.of(pause);
    }
  }

  /** Lets each client end its request; waits for that so long at most. */
  public Diary stop(Duration patience) {
    stopped = true;
    long end = System.nanoTime() + patience.toNanos();
    for (Thread thread : threads) {
      long leftMillis = (end - System.nanoTime()) / 1_000_000;
      if (leftMillis > 0) {
        join(thread, leftMillis);
      }
    }
    return diary();
  }

  /**
   * Whether one was lent since this moment that worked; costs next to nothing, to be asked often.
   */
  boolean hasServedSince(long moment) {
    return lastServed.get() - moment >= 0;
  }

  /** What was seen so far. */
  public Diary diary() {
    long now = System.nanoTime();
    List<Long> calling = new ArrayList<>();
    for (int i = 0; i < lent.length(); i++) {
      long since = lent.get(i);
      if (since != NOT_CALLING) {
        calling.add(since);
      }
    }
    List<Long> running = new ArrayList<>();
    for (int i = 0; i < begun.length(); i++) {
      long began = begun.get(i);
      if (began != NOT_WAITING) {
        running.add(now - began);
      }
    }
    return new Diary(List.copyOf(requests), running, calling);
  }

  private static void join(Thread thread, long millis) {
    try {
      thread.join(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
