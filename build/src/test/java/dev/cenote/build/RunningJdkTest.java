package dev.cenote.build;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The first module that runs tests; the last one, {@code it}, asserts the same. */
final class RunningJdkTest {
  @Test
  void theTestsRunOnTheJdkThatTheBuildPromises() {
    int running = Runtime.version().feature();
    System.out.println("tests run on JDK " + Runtime.version());
    assertThat(System.getProperty("cenote.expectedJdk")).isEqualTo(String.valueOf(running));
  }
}
