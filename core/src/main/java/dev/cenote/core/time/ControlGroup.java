package dev.cenote.core.time;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What Linux counts of this process's control group, of either version, in {@code cpu.stat}. Reads
 * one small file per look, on the caller's thread; what cannot be read has not changed. Looks must
 * not overlap.
 */
public final class ControlGroup implements Supplier<Throttling> {

  private static final String STAT = "cpu.stat";
  private static final String TIMES = "nr_throttled";
  private static final String MICROS = "throttled_usec"; // version 2
  private static final String NANOS = "throttled_time"; // version 1
  private static final long NANOS_PER_MICRO = 1_000;

  private final Path root;
  private @Nullable Path stat;
  private Throttling last = Throttling.NONE;

  /**
   * Touches nothing before the first look.
   *
   * @param root under which {@code proc} and {@code sys} are
   */
  public ControlGroup(Path root) {
    this.root = root;
  }

  @Override
  public Throttling get() {
    try {
      if (stat == null) { // also if it was not found before: there may have been no descriptor
        stat = find();
      }
      Throttling now = stat == null ? null : read(stat);
      if (now != null) {
        last = now;
      }
    } catch (RuntimeException | Error unreadable) { // no permission, no memory: the next look will
      return last;
    }
    return last;
  }

  /** The first file that tells of throttling: this group's own, else what its container shows. */
  private @Nullable Path find() {
    for (Path folder : folders()) {
      Path file = folder.resolve(STAT);
      if (read(file) != null) {
        return file;
      }
    }
    return null;
  }

  private List<Path> folders() {
    Path groups = root.resolve("sys/fs/cgroup");
    List<Path> folders = new ArrayList<>();
    for (String line : lines(root.resolve("proc/self/cgroup"))) {
      String[] parts = line.split(":", 3); // hierarchy, controllers, path
      if (parts.length == 3 && isOfProcessors(parts[1])) {
        Path mount = parts[1].isEmpty() ? groups : groups.resolve(parts[1]);
        folders.add(mount.resolve(parts[2].substring(Math.min(1, parts[2].length()))));
        folders.add(mount); // in a container the path may be the host's
      }
    }
    folders.add(groups);
    folders.add(groups.resolve("cpu"));
    return folders;
  }

  /** Version 2 has one hierarchy, which names no controllers. */
  private static boolean isOfProcessors(String controllers) {
    return controllers.isEmpty() || Arrays.asList(controllers.split(",")).contains("cpu");
  }

  private static @Nullable Throttling read(Path file) {
    long times = -1;
    long nanos = -1;
    for (String line : lines(file)) {
      if (line.startsWith(TIMES + " ")) {
        times = number(line);
      } else if (line.startsWith(MICROS + " ")) {
        nanos = number(line) * NANOS_PER_MICRO;
      } else if (line.startsWith(NANOS + " ")) {
        nanos = number(line);
      }
    }
    return times < 0 || nanos < 0 ? null : new Throttling(times, nanos);
  }

  private static long number(String line) {
    try {
      return Long.parseLong(line.substring(line.indexOf(' ') + 1).strip());
    } catch (NumberFormatException none) {
      return -1;
    }
  }

  private static List<String> lines(Path file) {
    // Not by a channel: that would leave a buffer with the thread, and a table of 4 KiB for more.
    try (InputStream stat = new FileInputStream(file.toFile())) {
      return new String(stat.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException | RuntimeException unreadable) {
      return List.of();
    }
  }
}
