package dev.cenote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.config.Settings;
import dev.cenote.core.event.PoolEvent;
import dev.cenote.core.event.PoolListener;
import dev.cenote.error.Secrets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ApplicationListenersTest {

  private static final PoolEvent LOST = new PoolEvent.EventsLost(3);

  private final List<String> heard = new ArrayList<>();
  private final ApplicationListeners listeners =
      new ApplicationListeners(List.of(hears("old")), new Secrets());

  private PoolListener hears(String who) {
    return event -> heard.add(who + " " + event.getClass().getSimpleName());
  }

  private static PoolEvent changed() {
    return new PoolEvent.Reconfigured(
        List.of(new PoolEvent.Change(Settings.LISTENERS.name(), "old", "next")));
  }

  @Test
  void whereTheEventOfAnExchangeWasLostItTakesPlaceAllTheSame() {
    listeners.exchangeFor(List.of(hears("next")));
    listeners.on(LOST);
    listeners.on(new PoolEvent.Paused());

    assertThat(heard).containsExactly("old EventsLost", "next EventsLost", "next Paused");
  }

  @Test
  void whoLeavesAndThrowsSilencesNobody() {
    PoolListener stays = hears("stays");
    PoolListener throwing =
        event -> {
          throw new IllegalStateException("broken");
        };
    ApplicationListeners those = new ApplicationListeners(List.of(throwing, stays), new Secrets());
    those.exchangeFor(List.of(hears("next"), stays));

    assertThatThrownBy(() -> those.on(changed())).hasMessageContaining("broken");

    assertThat(heard).containsExactly("next Reconfigured", "stays Reconfigured");
  }

  @Test
  void anEventOfAnExchangeThatHasTakenPlaceIsOneLikeAnyOther() {
    listeners.exchangeFor(List.of(hears("next")));
    listeners.on(LOST);
    heard.clear();
    listeners.on(changed());

    assertThat(heard).containsExactly("next Reconfigured");
  }

  @Test
  void whoStaysHearsOfTheExchangeOnceAndWhoIsGivenTwiceHearsTwice() {
    PoolListener stays = hears("both");
    listeners.exchangeFor(List.of(stays, stays));
    listeners.on(changed());
    listeners.exchangeFor(List.of(stays));
    heard.clear();
    listeners.on(new PoolEvent.Paused());
    listeners.on(changed());

    assertThat(heard).containsExactly("both Paused", "both Paused", "both Reconfigured");
  }
}
