package dev.cenote.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RetireReasonTest {

  @Test
  void whatIsDeadStuckOrUnknownIsAbortedAndNothingElse() {
    assertThat(Arrays.stream(RetireReason.values()).filter(RetireReason::isAborted))
        .containsExactly(
            RetireReason.CHECK_FAILED,
            RetireReason.CHECK_TIMED_OUT,
            RetireReason.FOUND_CLOSED,
            RetireReason.RESET_FAILED,
            RetireReason.RESET_TIMED_OUT,
            RetireReason.BROKEN,
            RetireReason.ROLE_CHANGED,
            RetireReason.RECLAIMED);
  }
}
