package dev.cenote.core.wait;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

class VirtualThreadsTest {

  @Test
  void aThreadOfTheSystemIsNotVirtual() {
    assertThat(VirtualThreads.isCurrent()).isFalse();
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_21)
  void aVirtualThreadIs() throws Exception {
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    Runnable asks = () -> answer.complete(VirtualThreads.isCurrent());

    // by reflection: the tests are compiled for a JDK that has none
    Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, asks);

    assertThat(answer.get(1, TimeUnit.MINUTES)).isTrue();
  }
}
