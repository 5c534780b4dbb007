package dev.cenote.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnnouncerTest {

  private static final PoolEvent EVENT = new PoolEvent.Started();

  private final List<String> heard = new ArrayList<>();

  @Test
  void everyListenerHearsInOrder() {
    Announcer announcer =
        new Announcer(List.of(event -> heard.add("first"), event -> heard.add("second")));

    announcer.announce(EVENT);

    assertThat(heard).containsExactly("first", "second");
    assertThat(announcer.failures()).isZero();
  }

  @Test
  void aListenerThatThrowsIsCountedAndSilencesNobody() {
    Announcer announcer =
        new Announcer(
            List.of(
                event -> {
                  throw new IllegalStateException("listener");
                },
                event -> {
                  throw new StackOverflowError("listener");
                },
                event -> {
                  throw new OutOfMemoryError("listener");
                },
                event -> heard.add("last")));

    announcer.announce(EVENT);
    announcer.announce(EVENT);

    assertThat(heard).containsExactly("last", "last");
    assertThat(announcer.failures()).isEqualTo(6);
  }

  @Test
  void listenersAddedToTheListLaterAreNotHeard() {
    List<PoolListener> listeners = new ArrayList<>();
    listeners.add(PoolListener.NONE);
    Announcer announcer = new Announcer(listeners);
    listeners.add(event -> heard.add("late"));

    announcer.announce(EVENT);

    assertThat(heard).isEmpty();
  }
}
