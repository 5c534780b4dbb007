package dev.cenote.bench.speed;

import dev.cenote.bench.pool.PoolAdapter;
import dev.cenote.bench.pool.Pools;
import dev.cenote.bench.pool.Target;
import dev.cenote.bench.row.Act;
import dev.cenote.bench.row.Reading;
import dev.cenote.bench.row.Row;
import dev.cenote.bench.row.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The program of a forked JVM: one record. */
final class RecordMain {

  private RecordMain() {}

  /**
   * Takes the keys of row and pool, seconds of warm-up and measurement, the file to answer in; by
   * its input, where the server is, if the row needs one.
   */
  public static void main(String[] arguments) throws IOException {
    Row row = Catalogue.row(arguments[0]).orElseThrow();
    PoolAdapter pool = Pools.of(arguments[1]).orElseThrow();
    Span span = new Span(Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
    Reading reading = run(row, pool, span);
    // All of it or nothing: this JVM may be ended from outside at any time.
    Path part = Path.of(arguments[4] + ".part");
    ResultsFile.JSON.writeValue(part.toFile(), reading);
    Path unused = Files.move(part, Path.of(arguments[4]), StandardCopyOption.ATOMIC_MOVE);
    // Threads that hang in the pool must not keep the JVM.
    System.exit(0);
  }

  @SuppressWarnings("CatchingUnchecked") // whatever it is, it is what came out
  private static Reading run(Row row, PoolAdapter pool, Span span) {
    try {
      if (row.program() instanceof Row.Own own) {
        Act act = own.act();
        if (act.server().isPresent()) {
          act = act.at(ResultsFile.JSON.readValue(System.in, Target.class));
        }
        return act.run(pool, span);
      }
      throw new IllegalStateException("bug: " + row.key() + " is JMH's");
    } catch (Exception | Error e) {
      e.printStackTrace();
      return Reading.failed(e);
    }
  }
}
