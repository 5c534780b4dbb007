package dev.cenote.bench.meter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What all processors together have done since the machine was started, in the system's ticks.
 *
 * @param busy ticks in which a processor worked, for whomever; those that a hypervisor gave to
 *     other machines count too
 * @param all ticks of all processors, NaN where the system does not tell
 * @param processors how many
 */
record Ticks(double busy, double all, int processors) {

  private static final Path STAT = Path.of("/proc/stat");
  private static final Ticks UNKNOWN = new Ticks(Double.NaN, Double.NaN, 1);

  static Ticks now() {
    try {
      return Files.isReadable(STAT) ? of(Files.readAllLines(STAT)) : UNKNOWN;
    } catch (IOException e) {
      return UNKNOWN;
    }
  }

  /** The lines of /proc/stat: the sums over all processors first, then a line for each. */
  static Ticks of(List<String> lines) {
    String[] fields = lines.isEmpty() ? new String[0] : lines.get(0).trim().split("\\s+", -1);
    if (fields.length < 8 || !fields[0].equals("cpu")) {
      return UNKNOWN;
    }
    double all = 0;
    // user nice system idle iowait irq softirq steal; guests are counted as user already
    for (int i = 1; i < Math.min(fields.length, 9); i++) {
      all += Double.parseDouble(fields[i]);
    }
    double idle = Double.parseDouble(fields[4]) + Double.parseDouble(fields[5]);
    long processors = lines.stream().filter(line -> line.matches("cpu\\d.*")).count();
    return new Ticks(all - idle, all, (int) Math.max(1, processors));
  }

  /** Which share of the machine was busy since then. */
  double busySince(Ticks then) {
    return (busy - then.busy) / (all - then.all);
  }
}
