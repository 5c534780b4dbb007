package dev.cenote.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ControlLockTest {

  private final ControlLock control = new ControlLock();
  private final List<String> done = new ArrayList<>();

  @Test
  void effectsRunInOrderOnceTheLockIsFree() {
    control.lock();
    control.later(() -> done.add("first"));
    control.later(() -> done.add("second"));
    control.later(() -> done.add("third"));
    assertThat(done).isEmpty();

    control.unlock();

    assertThat(done).containsExactly("first", "second", "third");
  }

  @Test
  void anEffectRunsWithoutTheLock() {
    control.lock();
    control.later(() ->
        assertThatThrownBy(control::assertHeld)
            .isInstanceOf(IllegalStateException.class)
            .hasMessageStartingWith("bug:"));
    control.later(() -> done.add("reached"));
    control.unlock();

    assertThat(done).containsExactly("reached");
  }

  @Test
  void onlyTheOutermostUnlockRunsThem() {
    control.lock();
    control.lock();
    control.later(() -> done.add("effect"));
    control.unlock();
    assertThat(done).isEmpty();
    control.assertHeld();

    control.unlock();

    assertThat(done).containsExactly("effect");
  }

  @Test
  void whoNeedNotHaveItDoesNotStandBehindOthersForLong() throws Exception {
    CompletableFuture<Boolean> had = new CompletableFuture<>();
    control.lock();
    Thread other = new Thread(() -> had.complete(control.tryLock()));
    other.start();

    assertThat(had.get(1, TimeUnit.MINUTES)).isFalse();
    control.unlock();
    assertThat(control.tryLock()).isTrue();
    control.later(() -> done.add("effect"));
    control.unlock();
    assertThat(done).containsExactly("effect");
  }

  @Test
  void whatWasNotedBeforeRoomIsMadeIsKeptInOrder() {
    control.lock();
    for (int i = 0; i < 100; i++) {
      int place = i;
      control.makeRoom();
      control.later(() -> done.add("effect " + place));
    }
    control.unlock();

    assertThat(done).hasSize(100).startsWith("effect 0", "effect 1").endsWith("effect 99");
  }

  @Test
  void eachEffectRunsOnce() {
    control.lock();
    control.later(() -> done.add("effect"));
    control.unlock();

    control.lock();
    control.unlock();

    assertThat(done).containsExactly("effect");
  }

  @Test
  void anEffectMayLockAndPutOffEffectsOfItsOwn() {
    control.lock();
    control.later(() -> {
      control.lock();
      control.later(() -> done.add("inner"));
      control.unlock();
      done.add("outer");
    });
    control.later(() -> done.add("last"));
    control.unlock();

    assertThat(done).containsExactly("inner", "outer", "last");
  }

  @Test
  void everyEffectRunsWhateverTheOthersThrow() {
    control.lock();
    for (String name : List.of("first", "second", "third")) {
      control.later(() -> {
        done.add(name);
        throw new IllegalStateException(name);
      });
    }

    assertThatThrownBy(control::unlock).isInstanceOf(IllegalStateException.class);

    assertThat(done).containsExactly("first", "second", "third");
    assertThatThrownBy(control::assertHeld).hasMessageStartingWith("bug:");
  }

  @Test
  void anErrorOfALaterEffectIsNotLost() {
    control.lock();
    control.later(() -> done.add("first"));
    control.later(() -> {
      throw new StackOverflowError("effect");
    });
    control.later(() -> done.add("third"));

    assertThatThrownBy(control::unlock).isInstanceOf(StackOverflowError.class);

    assertThat(done).containsExactly("first", "third");
  }

  @Test
  void effectsArePutOffOnlyUnderTheLock() {
    assertThatThrownBy(() -> control.later(() -> done.add("effect")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("bug:");
    assertThat(done).isEmpty();
  }
}
