package dev.cenote.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The last module that runs tests; the first one, {@code build}, asserts the same. */
final class RunningJdkTest {
  @Test
  void theTestsRunOnTheJdkThatTheBuildPromises() {
    int running = Runtime.version().feature();
    System.out.println("tests run on JDK " + Runtime.version());
    assertThat(System.getProperty("cenote.expectedJdk")).isEqualTo(String.valueOf(running));
  }
}
