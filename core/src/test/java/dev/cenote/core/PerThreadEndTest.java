package dev.cenote.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The end of a pool of kind PER_THREAD. */
class PerThreadEndTest {

  @Test
  void theEndOfThePoolAlsoEndsTheLeaseOfWhatWasReplaced() {
    KindUnderTest each = KindUnderTest.of(PoolKind.PER_THREAD);
    Lease<Thing> dead = each.lease();
    dead.broken();
    Lease<Thing> next = each.lease();
    assertThat(next.resource()).isNotSameAs(dead.resource());

    each.close();

    assertThat(next.isActive()).isFalse();
    assertThat(dead.isActive()).isFalse();
    assertThat(dead.release()).isFalse();
  }

  @Test
  void theEndOfThePoolEndsTheLeasesOfEveryThread() throws Exception {
    KindUnderTest each = KindUnderTest.of(PoolKind.PER_THREAD);
    Lease<Thing> mine = each.lease();
    Lease<Thing> others = KindUnderTest.onAnotherThread(each.pool::acquire);

    each.close();

    assertThat(mine.isActive()).isFalse();
    assertThat(others.release()).isFalse();
  }
}
