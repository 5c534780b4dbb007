package dev.cenote.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.core.time.HandDrivenTimers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class AnnouncerTest {

  private final List<Object> heard = new ArrayList<>();
  private final Queue<Runnable> threads = new ArrayDeque<>();
  private final HandDrivenTimers time = new HandDrivenTimers();

  private Announcer announcer(PoolListener... listeners) {
    return new Announcer(List.of(listeners), threads::add, time);
  }

  private void runThreads() {
    while (!threads.isEmpty()) {
      threads.remove().run();
    }
  }

  private static PoolEvent event(int number) {
    return new PoolEvent.Invalidated(number);
  }

  private static void announce(Announcer announcer, int number) {
    announcer.post(event(number));
    announcer.tellSoon();
  }

  @Test
  void everyListenerHearsInOrder() {
    Announcer announcer = announcer(event -> heard.add("first"), event -> heard.add("second"));

    announce(announcer, 1);
    runThreads();

    assertThat(heard).containsExactly("first", "second");
    assertThat(announcer.failures()).isZero();
  }

  @Test
  void nothingIsToldOnTheThreadThatAnnounces() {
    Announcer announcer = announcer(heard::add);

    announce(announcer, 1);

    assertThat(heard).isEmpty();
    runThreads();
    assertThat(heard).containsExactly(event(1));
  }

  @Test
  void oneThreadTellsAllInOrder() {
    Announcer announcer = announcer(heard::add);

    announce(announcer, 1);
    announcer.post(event(2));
    announcer.post(event(3));
    announcer.tellSoon();
    assertThat(threads).hasSize(1);
    runThreads();

    assertThat(heard).containsExactly(event(1), event(2), event(3));
    announce(announcer, 4);
    assertThat(threads).as("a new task for what comes later").hasSize(1);
  }

  @Test
  void whatIsAnnouncedByAListenerIsToldAfterwards() {
    Announcer[] announcer = new Announcer[1];
    announcer[0] =
        announcer(event -> {
          heard.add("begin " + event);
          if (event.equals(event(1))) {
            announce(announcer[0], 2);
          }
          heard.add("end");
        });

    announce(announcer[0], 1);
    runThreads();

    assertThat(heard).containsExactly("begin " + event(1), "end", "begin " + event(2), "end");
  }

  @Test
  void aListenerThatThrowsIsCountedAndSilencesNobody() {
    Announcer announcer =
        announcer(
            event -> {
              throw new IllegalStateException("listener");
            },
            event -> {
              throw new StackOverflowError("listener");
            },
            event -> {
              throw new OutOfMemoryError("listener");
            },
            event -> heard.add("last"));

    announce(announcer, 1);
    announce(announcer, 2);
    runThreads();

    assertThat(heard).containsExactly("last", "last");
    assertThat(announcer.failures()).isEqualTo(6);
  }

  @Test
  void whatDoesNotFitIsCountedAndToldInItsPlace() {
    Announcer announcer = announcer(heard::add);
    for (int i = 0; i < Announcer.BACKLOG_MAX + 7; i++) {
      announce(announcer, i);
    }
    runThreads();
    announce(announcer, -1);
    runThreads();

    assertThat(heard).hasSize(Announcer.BACKLOG_MAX + 2);
    assertThat(heard.get(Announcer.BACKLOG_MAX)).isEqualTo(new PoolEvent.EventsLost(7));
    assertThat(heard).last().isEqualTo(event(-1));
  }

  @Test
  void afterALossNothingIsToldBeforeIt() {
    Announcer[] announcer = new Announcer[1];
    announcer[0] =
        announcer(event -> {
          heard.add(event);
          if (event.equals(event(0))) {
            announcer[0].post(event(-1)); // there is room for one now
          }
        });
    for (int i = 0; i < Announcer.BACKLOG_MAX + 7; i++) {
      announce(announcer[0], i);
    }
    runThreads();

    assertThat(heard).endsWith(new PoolEvent.EventsLost(7), event(-1));
  }

  @Test
  void whenNoThreadCanBeHadItIsToldALittleLater() {
    boolean[] none = {true};
    Announcer announcer =
        new Announcer(
            List.of(heard::add),
            task -> {
              if (none[0]) {
                throw new OutOfMemoryError("unable to create native thread");
              }
              task.run();
            },
            time);
    announce(announcer, 1);
    assertThat(heard).isEmpty();

    none[0] = false;
    time.advance(1_000_000_000);

    assertThat(heard).containsExactly(event(1));
  }

  @Test
  void whenThePoolsThreadsHaveEndedItIsToldAtOnce() {
    Announcer announcer =
        new Announcer(
            List.of(heard::add),
            task -> {
              throw new RejectedExecutionException("ended");
            },
            time);

    announce(announcer, 1);

    assertThat(heard).containsExactly(event(1));
  }

  @Test
  void listenersAddedToTheListLaterAreNotHeard() {
    List<PoolListener> listeners = new ArrayList<>();
    listeners.add(PoolListener.NONE);
    Announcer announcer = new Announcer(listeners, Runnable::run, time);
    listeners.add(event -> heard.add("late"));

    announce(announcer, 1);

    assertThat(heard).isEmpty();
  }
}
