package dev.cenote.testkit.database;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program of the machine that does not outlive this JVM, however the JVM ends: a shell holds the
 * other end of a pipe and kills the program, by its process id, when the pipe closes. What the
 * program works on is worth nothing, so it is killed, not asked to stop. Safe for any thread.
 */
public final class GuardedProcess implements AutoCloseable {

  private static final Duration DEATH_MAX = Duration.ofSeconds(10);

  /**
   * Ends as the program ends, and its watcher with it, who might otherwise kill another that has
   * got the number meanwhile. Its standard input is the pipe; the program's own is empty.
   */
  private static final String GUARD =
      """
      exec 3<&0
      "$@" < /dev/null 3<&- &
      program=$!
      { cat <&3; kill -9 "$program"; } > /dev/null 2>&1 &
      watcher=$!
      wait "$program"
      status=$?
      kill "$watcher" 2> /dev/null
      exit "$status"
      """;

  private final Process shell;

  private GuardedProcess(Process shell) {
    this.shell = shell;
  }

  /** Starts the program; what it writes is appended to the log. */
  public static GuardedProcess start(List<String> command, Path log) throws IOException {
    List<String> guarded = new ArrayList<>(List.of("/bin/sh", "-c", GUARD, "cenote-guard"));
    guarded.addAll(command);
    File output = log.toFile();
    return new GuardedProcess(
        new ProcessBuilder(guarded)
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(output))
            .start());
  }

  /** Whether it runs. */
  public boolean isAlive() {
    return shell.isAlive();
  }

  /** Waits for the program to end by itself; returns whether it did so well and in time. */
  public boolean succeedsWithin(Duration limit) {
    return endsWithin(limit) && shell.exitValue() == 0;
  }

  /** Kills the program, unless it has ended, and waits for that. */
  @Override
  public void close() {
    List<ProcessHandle> all = shell.descendants().toList();
    try {
      shell.getOutputStream().close();
    } catch (IOException broken) {
      // then nobody reads it any more
    }
    if (!endsWithin(DEATH_MAX)) {
      all.forEach(ProcessHandle::destroyForcibly);
      shell.destroyForcibly();
    }
  }

  private boolean endsWithin(Duration limit) {
    try {
      return shell.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
