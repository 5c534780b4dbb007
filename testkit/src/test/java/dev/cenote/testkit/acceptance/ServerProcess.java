package dev.cenote.testkit.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.testkit.contract.Stage;
import dev.cenote.testkit.database.GuardedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ThrowingRunnable;

/** A process that stands still; that of a server is stopped and started again too, on Linux. */
final class ServerProcess {

  private final ProcessHandle process;
  private final List<String> command;

  ServerProcess(ProcessHandle process) throws IOException {
    this.process = process;
    Path folder = Path.of("/proc", Long.toString(process.pid()));
    command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      // PostgreSQL refuses root; in a namespace of its own it is nobody.
      command.addAll(List.of("unshare", "-U"));
    }
    List<String> words = List.of(Files.readString(folder.resolve("cmdline")).split("\0"));
    command.add(Files.readSymbolicLink(folder.resolve("exe")).toString());
    command.addAll(words.subList(1, words.size()));
  }

  /** Ends it as its operator does who does not wait for sessions to end; returns when it has. */
  void stop() throws Exception {
    signal(process.pid(), "INT");
    ProcessHandle unused = process.onExit().get(Stage.PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /** Starts it again as it was, in a process that ends with this JVM. */
  void start() throws IOException {
    Path log = Files.createTempFile("cenote-postgres-", ".log");
    log.toFile().deleteOnExit();
    GuardedProcess unused = GuardedProcess.start(command, log);
  }

  /** Does this while the process answers nothing, and its connections stay. */
  void whileItStands(ThrowingRunnable act) throws Exception {
    whileItStands(process.pid(), act);
  }

  static void whileItStands(long pid, ThrowingRunnable act) throws Exception {
    signal(pid, "STOP");
    try {
      run(act);
    } finally {
      signal(pid, "CONT");
    }
  }

  static void run(ThrowingRunnable act) throws Exception {
    try {
      act.run();
    } catch (Exception | Error failure) {
      throw failure;
    } catch (Throwable other) {
      throw new AssertionError(other);
    }
  }

  /** Sends it to a process and returns when it is sent. */
  static void signal(long pid, String signal) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + signal, String.valueOf(pid)).start();
    assertThat(kill.waitFor()).isZero();
  }
}
