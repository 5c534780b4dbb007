package dev.cenote.faults;

import dev.cenote.faults.cell.Experiment;
import dev.cenote.faults.cell.Reading;
import dev.cenote.faults.cell.Row;
import dev.cenote.faults.network.OwnNetwork;
import dev.cenote.faults.pool.PoolAdapter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs an experiment with one pool in a JVM of its own, which cannot outlive its time limit: a pool
 * that wedges holds up nothing but its own cell.
 */
final class Fork {

  /** For shutdown hooks, which end the servers that the JVM has started. */
  private static final Duration ENDING_MAX = Duration.ofSeconds(20);

  private final Path folder;

  /** Puts what the JVMs print into this folder. */
  Fork(Path folder) {
    this.folder = folder;
  }

  /** Blocks until it is done or its time is over; a result for each of the experiment's rows. */
  List<Result> run(Experiment experiment, PoolAdapter pool)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    String name = experiment.key() + "-" + pool.key();
    Path answer = folder.resolve(name + ".jsonl");
    Path log = folder.resolve(name + ".log");
    Files.deleteIfExists(answer);
    Process process = start(experiment, pool, answer, log);
    Thread hook = new Thread(process::destroy, "end-" + name);
    Runtime.getRuntime().addShutdownHook(hook);
    boolean ended = process.waitFor(experiment.limit().toMillis(), TimeUnit.MILLISECONDS);
    if (!ended) {
      end(process);
    }
    Runtime.getRuntime().removeShutdownHook(hook);
    List<Result> results = new ResultsFile(answer).read();
    return results.size() == experiment.rows().size()
        ? results
        : without(experiment, pool, ended, log);
  }

  private static Process start(Experiment experiment, PoolAdapter pool, Path answer, Path log)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx384m", "-cp", System.getProperty("java.class.path")));
    command.addAll(
        List.of(CellMain.class.getName(), experiment.key(), pool.key(), answer.toString()));
    return new ProcessBuilder(experiment.ownNetwork() ? OwnNetwork.enter(command) : command)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  private static void end(Process process) throws InterruptedException {
    process.destroy();
    if (!process.waitFor(ENDING_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
      Process unused = process.destroyForcibly();
    }
  }

  private static List<Result> without(
      Experiment experiment, PoolAdapter pool, boolean ended, Path log) throws IOException {
    Reading reading =
        ended
            ? Reading.failed("its JVM ended without a word: " + lastLine(log))
            : Reading.wedged("ended from outside after " + experiment.limit().toSeconds() + " s");
    List<Result> results = new ArrayList<>();
    for (Row row : experiment.rows()) {
      results.add(Result.of(row, pool, reading));
    }
    return results;
  }

  private static String lastLine(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log);
    return lines.isEmpty() ? "nothing in its log" : lines.get(lines.size() - 1);
  }
}
