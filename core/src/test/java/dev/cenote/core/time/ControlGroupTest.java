package dev.cenote.core.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlGroupTest {

  private static final String GROUPS = "proc/self/cgroup";
  private static final String OF_CONTAINER = "sys/fs/cgroup/cpu.stat";

  @TempDir private Path root;

  private void write(String file, String... lines) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.write(path, List.of(lines));
  }

  private ControlGroup group() {
    return new ControlGroup(root);
  }

  @Test
  void aContainerOfVersionTwoTellsItInMicroseconds() throws IOException {
    write(GROUPS, "0::/");
    write(OF_CONTAINER, "usage_usec 9", "nr_periods 500", "nr_throttled 440", "throttled_usec 44");

    assertThat(group().get()).isEqualTo(new Throttling(440, 44_000));
  }

  @Test
  void aContainerOfVersionOneTellsItInNanoseconds() throws IOException {
    write(GROUPS, "5:memory:/", "4:cpu,cpuacct:/", "1:name=systemd:/");
    write("sys/fs/cgroup/cpu,cpuacct/cpu.stat", "nr_throttled 3", "throttled_time 77");

    assertThat(group().get()).isEqualTo(new Throttling(3, 77));
  }

  @Test
  void theProcesssOwnGroupComesBeforeThatOfAllItsContainer() throws IOException {
    write(GROUPS, "0::/system.slice/orders.service");
    write(OF_CONTAINER, "nr_throttled 1", "throttled_usec 1");
    write(
        "sys/fs/cgroup/system.slice/orders.service/cpu.stat", "nr_throttled 2", "throttled_usec 2");

    assertThat(group().get()).isEqualTo(new Throttling(2, 2_000));
  }

  @Test
  void aContainerThatSeesThePathOfItsHostIsFoundWhereItIsMounted() throws IOException {
    write(GROUPS, "0::/kubepods/pod1/c1");
    write(OF_CONTAINER, "nr_throttled 5", "throttled_usec 5");

    assertThat(group().get()).isEqualTo(new Throttling(5, 5_000));
  }

  @Test
  void whatHasGrownIsSeenAtTheNextLook() throws IOException {
    write(OF_CONTAINER, "nr_throttled 5", "throttled_usec 5");
    ControlGroup group = group();
    Throttling before = group.get();
    write(OF_CONTAINER, "nr_throttled 8", "throttled_usec 25");

    assertThat(group.get().since(before)).isEqualTo(new Throttling(3, 20_000));
  }

  @Test
  void whatCouldNotBeReadAtTheFirstLookIsLookedForAgain() throws IOException {
    ControlGroup group = group();
    assertThat(group.get()).isEqualTo(Throttling.NONE);
    write(OF_CONTAINER, "nr_throttled 5", "throttled_usec 5");

    assertThat(group.get()).isEqualTo(new Throttling(5, 5_000));
  }

  @Test
  void whereNobodyTellsItIsNever() {
    assertThat(group().get()).isEqualTo(Throttling.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"throttled_usec many", "throttled_usec", "", "usage_usec 77"})
  void whatCannotBeUnderstoodIsNever(String line) throws IOException {
    write(OF_CONTAINER, "nr_throttled 5", line);

    assertThat(group().get()).isEqualTo(Throttling.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "::", "0::", "1:cpu", "x", "2:cpu:relative", "0::/a\0b"})
  void anOddLineOfGroupsIsNoFailure(String line) throws IOException {
    write(GROUPS, line);
    write(OF_CONTAINER, "nr_throttled 5", "throttled_usec 5");

    assertThat(group().get().times()).isIn(0L, 5L);
  }

  @Test
  void whatCanNoLongerBeReadHasNotChanged() throws IOException {
    write(OF_CONTAINER, "nr_throttled 5", "throttled_usec 5");
    ControlGroup group = group();
    Throttling before = group.get();
    Files.delete(root.resolve(OF_CONTAINER));

    assertThat(group.get()).isEqualTo(before);
  }

  @Test
  void countsThatBeginAnewTellNothing() {
    assertThat(new Throttling(1, 5).since(new Throttling(2, 9))).isEqualTo(Throttling.NONE);
    assertThat(new Throttling(2, 9).since(new Throttling(2, 9))).isEqualTo(Throttling.NONE);
  }

  @Test
  void theRealSystemIsReadWithoutFailure() {
    assertThat(new ControlGroup(Path.of("/")).get().nanos()).isNotNegative();
  }
}
