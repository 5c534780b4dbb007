package dev.cenote.it.canary;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What is printed to standard output and standard error; but for what PostgreSQL's driver logs by
 * itself there, which shows a part of a URL that it cannot read.
 */
final class PrintedWay implements AutoCloseable {

  static final String OUT = "System.out";

  static final String ERR = "System.err";

  /** Held here: java.util.logging forgets the level of a logger that nobody holds. */
  private static final Logger DRIVER = Logger.getLogger("org.postgresql");

  private final Outputs outputs;
  private final Level driverBefore = DRIVER.getLevel();
  private final PrintStream outBefore = System.out;
  private final PrintStream errBefore = System.err;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  PrintedWay(Outputs outputs) {
    this.outputs = outputs;
    DRIVER.setLevel(Level.OFF);
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    System.setOut(outBefore);
    System.setErr(errBefore);
    DRIVER.setLevel(driverBefore);
    outputs.add(OUT, out.toString(StandardCharsets.UTF_8));
    outputs.add(ERR, err.toString(StandardCharsets.UTF_8));
  }
}
