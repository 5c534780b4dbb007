package dev.cenote.testkit.database;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * What a start leaves that failed or was interrupted: initdb, pg_ctl or the server itself, which is
 * in no process group of ours, and the data directory. Its data are worth nothing, so it is killed,
 * not stopped.
 */
final class Remains {

  private static final Duration DEATH_MAX = Duration.ofSeconds(5);

  /** While the JVM ends, the starting thread still runs: it may start one more process. */
  private static final int QUIET_ROUNDS = 5;

  private static final Duration ROUND = Duration.ofMillis(100);

  private Remains() {}

  /** Removes them all. Blocks until they are gone, half a second at least. */
  static void remove(File dataDirectory) {
    long begun = System.nanoTime();
    int quiet = 0;
    while (quiet < QUIET_ROUNDS && System.nanoTime() - begun < DEATH_MAX.toNanos()) {
      List<ProcessHandle> processes = processesOf(dataDirectory.getPath());
      quiet = processes.isEmpty() ? quiet + 1 : 0;
      processes.forEach(ProcessHandle::destroyForcibly);
      awaitEndOf(processes);
    }
    delete(dataDirectory.toPath());
  }

  /** The directory's name is unique, and every command that we start is given it. */
  private static List<ProcessHandle> processesOf(String dataDirectory) {
    return ProcessHandle.allProcesses()
        .filter(process ->
            process.info().arguments().stream()
                .flatMap(Arrays::stream)
                .anyMatch(dataDirectory::equals))
        .toList();
  }

  /** With none of them, this is the pause between two looks. */
  private static void awaitEndOf(List<ProcessHandle> processes) {
    CompletableFuture<?> end =
        processes.isEmpty()
            ? new CompletableFuture<>()
            : CompletableFuture.allOf(
                processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new));
    try {
      Object unused = end.get(ROUND.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException next) {
      // the caller looks again
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Others may be deleting it, too. */
  private static void delete(Path directory) {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (IOException | UncheckedIOException e) {
      // the next start on this machine removes old directories
    }
  }
}
