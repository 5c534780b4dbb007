package dev.cenote.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.cenote.core.AcquireException;
import dev.cenote.core.Lease;
import dev.cenote.core.Pool;
import dev.cenote.core.PoolBuilder;
import dev.cenote.core.PoolConfig.OnOutage;
import dev.cenote.core.PoolRuntime;
import dev.cenote.core.connect.Connector;
import dev.cenote.core.connect.OpenAttempt;
import dev.cenote.core.connect.OpenFailure;
import dev.cenote.core.time.Timers;
import dev.cenote.error.Secrets;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is logged of outages that last longer than the warnings are held back, in virtual time. */
class OutageLogTest {

  private final Time time = new Time();
  private final Database database = new Database();
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final Logger log = new LoggerContext().getLogger(LogListener.LOGGER);
  private final Pool<Object> pool =
      new PoolBuilder<>(database)
          .poolSize(3)
          .maxOverflow(0)
          .maxLifetime(Duration.ZERO)
          .keepalive(Duration.ZERO)
          .onOutage(OnOutage.FAIL_FAST)
          .listener(new LogListener(log, "orders", "db:5432/orders", new Secrets(), time::nanos))
          .runtime(
              new PoolRuntime(
                  time::nanos, time, Runnable::run, Runnable::run, () -> 0L, time::close))
          .build();

  @BeforeEach
  void listenOnceThePoolIsFilled() {
    log.setLevel(Level.DEBUG);
    time.pass(Duration.ofMinutes(1));
    assertThat(pool.stats().idle()).isEqualTo(3);
    lines.start();
    log.addAppender(lines);
  }

  private List<String> at(Level level) {
    return lines.list.stream()
        .filter(line -> line.getLevel() == level)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  /** All three are borrowed when the server goes, and their borrowers find out. */
  private void loseAll() throws Exception {
    List<Lease<Object>> leases = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      leases.add(pool.acquire());
    }
    database.down = true;
    for (Lease<Object> lease : leases) {
      lease.broken();
      lease.release();
    }
    time.pass(Duration.ofMillis(1));
  }

  private void fails(int callers) throws Exception {
    for (int i = 0; i < callers; i++) {
      try {
        throw new AssertionError("got #" + pool.acquire().slotNumber());
      } catch (AcquireException refused) {
        // as it should be
      }
    }
  }

  @Test
  void anOutageIsOneInfoWhenItBeginsAndOneWhenItIsOverHoweverLongItLasts() throws Exception {
    loseAll();
    time.pass(Duration.ofSeconds(20));
    fails(109);
    time.pass(Duration.ofSeconds(21));
    database.down = false;
    time.pass(Duration.ofMinutes(2)); // without callers the attempts become rare

    assertThat(at(Level.INFO)).hasSize(2);
    assertThat(at(Level.INFO).get(0))
        .matches("orders: db:5432/orders is lost: Connection refused; \\d open \\[CENOTE-201]");
    assertThat(at(Level.INFO).get(1))
        .matches(
            "orders: db:5432/orders is back after .+ and \\d+ failed attempts; 3 open in .*;"
                + " 112 requests failed meanwhile \\[CENOTE-202]");
    assertThat(at(Level.WARN)).filteredOn(line -> line.contains("CENOTE-201")).hasSizeBetween(4, 6);
    assertThat(at(Level.DEBUG)).noneMatch(line -> line.contains(" is back "));
  }

  @Test
  void eachOfSeveralInARowHasItsTwoThoughItsWarningIsHeldBack() throws Exception {
    for (int i = 0; i < 4; i++) {
      loseAll();
      time.pass(Duration.ofSeconds(1));
      database.down = false;
      time.pass(Duration.ofSeconds(1));
    }

    assertThat(at(Level.INFO)).hasSize(8);
    for (int i = 0; i < 8; i += 2) {
      assertThat(at(Level.INFO).get(i)).contains(" is lost: ");
      assertThat(at(Level.INFO).get(i + 1)).contains(" is back after 1.", "; 3 requests failed");
    }
    assertThat(at(Level.WARN)).filteredOn(line -> line.contains("CENOTE-201")).hasSize(1);
  }

  /** A clock that moves only when told to, and what is due by it. */
  private static final class Time implements Timers {

    private record Due(long at, long order, Runnable task) {}

    private final PriorityQueue<Due> future =
        new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::order));
    private long now;
    private long order;

    long nanos() {
      return now;
    }

    @Override
    public Scheduled schedule(Runnable task, long delayNanos) {
      Due due = new Due(now + Math.max(0, delayNanos), order++, task);
      future.add(due);
      return () -> future.remove(due);
    }

    void pass(Duration duration) {
      long end = now + duration.toNanos();
      for (Due next = future.peek(); next != null && next.at() <= end; next = future.peek()) {
        future.remove(next);
        now = Math.max(now, next.at());
        next.task().run();
      }
      now = end;
    }

    @Override
    public void close() {
      future.clear();
    }
  }

  /** A server that is there or not. */
  private static final class Database implements Connector<Object> {

    private boolean down;

    @Override
    public Object open(OpenAttempt attempt) throws ConnectException {
      if (down) {
        throw new ConnectException("Connection refused");
      }
      return new Object();
    }

    @Override
    public boolean check(Object connection, long timeoutNanos) {
      return !down;
    }

    @Override
    public boolean needsReset(Object connection) {
      return false;
    }

    @Override
    public void reset(Object connection) {}

    @Override
    public void close(Object connection) {}

    @Override
    public void abort(Object connection) {}

    @Override
    public OpenFailure classify(Throwable failure) {
      return OpenFailure.UNREACHABLE;
    }
  }
}
