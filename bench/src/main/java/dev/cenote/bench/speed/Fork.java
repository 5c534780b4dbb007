package dev.cenote.bench.speed;

import dev.cenote.bench.meter.Distance;
import dev.cenote.bench.pool.PoolAdapter;
import dev.cenote.bench.row.Act;
import dev.cenote.bench.row.Metric;
import dev.cenote.bench.row.Reading;
import dev.cenote.bench.row.Row;
import dev.cenote.bench.row.Span;
import dev.cenote.bench.server.Servers;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Makes each record in a JVM of its own, of the same kind as this one. */
final class Fork implements Matrix.Runner {

  /** What a record may take besides its span. */
  private static final int SPARE_SECONDS = 90;

  /** What the end of a JVM may take that is ended from outside. */
  private static final int ENDING_SECONDS = 10;

  private static final List<String> HEAP = List.of("-Xms512m", "-Xmx512m");

  private final Path folder;
  private final Servers servers;

  /** Puts what the JVMs print into this folder. */
  Fork(Path folder, Servers servers) {
    this.folder = folder;
    this.servers = servers;
  }

  /** Starts the server that the row needs, if it does not run yet. */
  @Override
  public String obstacle(Row row) {
    String obstacle = Matrix.Runner.super.obstacle(row);
    if (obstacle.isEmpty() && row.program() instanceof Row.Own own) {
      return own.act().server().map(servers::obstacle).orElse("");
    }
    return obstacle;
  }

  /** Blocks until it is done or its time is over. */
  @Override
  public Reading run(Row row, PoolAdapter pool, Span span)
      throws IOException, InterruptedException {
    double before = Distance.nanos();
    Reading reading = measure(row, pool, span);
    return reading.with(Metric.APART, Math.max(before, Distance.nanos()));
  }

  private Reading measure(Row row, PoolAdapter pool, Span span)
      throws IOException, InterruptedException {
    if (row.program() instanceof Row.Benchmark benchmark) {
      return JmhFork.run(benchmark, pool, span);
    }
    if (row.program() instanceof Row.Own own) {
      return run(own.act(), row, pool, span);
    }
    throw new IllegalStateException("bug: " + row.program() + " cannot be run");
  }

  private Reading run(Act act, Row row, PoolAdapter pool, Span span)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    String name = row.key() + "-" + pool.key();
    Path answer = folder.resolve(name + ".json");
    Path log = folder.resolve(name + ".log");
    Files.deleteIfExists(answer);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(HEAP);
    command.addAll(act.jvmArguments());
    command.addAll(List.of("-cp", ClassPath.of(pool, act.parts())));
    command.addAll(List.of(RecordMain.class.getName(), row.key(), pool.key()));
    command.add(Integer.toString(span.warmupSeconds()));
    command.add(Integer.toString(span.seconds()));
    command.add(answer.toString());
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    tell(process, act);
    int seconds = span.warmupSeconds() + span.seconds() + SPARE_SECONDS;
    boolean ended = await(process, seconds);
    if (Files.exists(answer)) {
      return read(answer);
    }
    return Reading.failed(
        ended
            ? "its JVM ended without a word: " + lastLine(log)
            : "ended from outside after " + seconds + " s");
  }

  /** The answer of a JVM; one that cannot be read is that of a record that failed. */
  static Reading read(Path answer) {
    try {
      return ResultsFile.JSON.readValue(answer.toFile(), Reading.class);
    } catch (IOException unreadable) {
      return Reading.failed(unreadable);
    }
  }

  /** Where the server is, with its password: what stands in a command line all can read. */
  private void tell(Process process, Act act) throws IOException {
    try (OutputStream in = process.getOutputStream()) {
      if (act.server().isPresent()) {
        in.write(ResultsFile.JSON.writeValueAsBytes(servers.targetOf(act.server().get())));
      }
    } catch (IOException ended) {
      // its log says why
    }
  }

  private static boolean await(Process process, int seconds) throws InterruptedException {
    Thread hook = new Thread(process::destroy, "end-of-record");
    Runtime.getRuntime().addShutdownHook(hook);
    boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
    if (!ended) { // and gone before the next record begins
      boolean unused = process.destroyForcibly().waitFor(ENDING_SECONDS, TimeUnit.SECONDS);
    }
    Runtime.getRuntime().removeShutdownHook(hook);
    return ended;
  }

  private static String lastLine(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log);
    return lines.isEmpty() ? "nothing in its log" : lines.get(lines.size() - 1);
  }
}
