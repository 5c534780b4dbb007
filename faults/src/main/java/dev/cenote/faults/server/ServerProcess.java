package dev.cenote.faults.server;

import dev.cenote.faults.cell.MissingException;
import dev.cenote.testkit.database.GuardedProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;

/** A running server that can be killed and started again as it was. Only on Linux. */
final class ServerProcess {

  private static final long DEATH_MAX_SECONDS = 10;

  private final ProcessHandle process;
  private final List<String> command;

  private ServerProcess(ProcessHandle process, List<String> command) {
    this.process = process;
    this.command = command;
  }

  /** The server that runs with this process id. */
  static ServerProcess of(long pid) throws IOException, MissingException {
    Path folder = Path.of("/proc", Long.toString(pid));
    ProcessHandle process =
        ProcessHandle.of(pid).orElseThrow(() -> new MissingException("no process " + pid));
    if (!Files.isReadable(folder.resolve("cmdline"))) {
      throw new MissingException("killing a server and starting it again needs Linux");
    }
    String line = Files.readString(folder.resolve("cmdline"), StandardCharsets.UTF_8);
    List<String> command = new ArrayList<>(Arrays.asList(line.split("\0")));
    command.set(0, Files.readSymbolicLink(folder.resolve("exe")).toString());
    return new ServerProcess(process, command);
  }

  /**
   * Kills it and all its children with SIGKILL; returns when they are gone. It is stopped first: a
   * child that it has just begun would live on, and no server starts beside it.
   */
  void kill() throws IOException, InterruptedException {
    signal(process.pid(), "STOP");
    List<ProcessHandle> all = new ArrayList<>(List.of(process));
    all.addAll(process.descendants().toList());
    all.forEach(ProcessHandle::destroyForcibly);
    for (ProcessHandle each : all) {
      await(each);
    }
  }

  /** Sends it a signal, such as INT, and returns when it is gone. */
  void stop(String signal) throws IOException, InterruptedException {
    signal(process.pid(), signal);
    await(process);
  }

  /** Starts it again, the same way, in a process that ends with this JVM. */
  void start(String... less) throws IOException {
    GuardedProcess unused =
        start(
            command.stream()
                .filter(word -> Arrays.stream(less).noneMatch(word::startsWith))
                .toList(),
            Files.createTempFile("cenote-faults", ""));
  }

  /**
   * Starts another of its kind, with each word of its command changed so; it ends with this JVM.
   */
  GuardedProcess startAnother(UnaryOperator<String> change, Path log) throws IOException {
    return start(command.stream().map(change).toList(), log);
  }

  private static GuardedProcess start(List<String> command, Path log) throws IOException {
    List<String> again = new ArrayList<>();
    if (command.get(0).endsWith("/postgres") && isRoot()) {
      // PostgreSQL refuses root; in a namespace of its own it is nobody.
      again.addAll(List.of("unshare", "-U"));
    }
    again.addAll(command);
    return GuardedProcess.start(again, log);
  }

  /** Sends a signal, such as STOP, to any process. */
  static void signal(long pid, String signal) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start();
    int unused = kill.waitFor();
  }

  private static void await(ProcessHandle process) throws InterruptedException {
    try {
      ProcessHandle unused = process.onExit().get(DEATH_MAX_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("server " + process.pid() + " does not end", e);
    }
  }

  /** Whether servers that refuse root must be started in another way. */
  static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }
}
