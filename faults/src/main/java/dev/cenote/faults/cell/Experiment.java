package dev.cenote.faults.cell;

import java.time.Duration;
import java.util.List;

/**
 * A fault, and how a pool is exposed to it.
 *
 * @param key the name in options and results
 * @param fault what happens, in words
 * @param stage what it happens to
 * @param limit after which its JVM is ended from outside: the pool has wedged
 * @param rows what is measured in one run
 * @param act what is done
 * @param ownNetwork whether its JVM shall have a network of its own, where that is permitted
 */
public record Experiment(
    String key,
    String fault,
    Stage stage,
    Duration limit,
    List<Row> rows,
    Act act,
    boolean ownNetwork) {

  /** One on the network that all use. */
  public Experiment(
      String key, String fault, Stage stage, Duration limit, List<Row> rows, Act act) {
    this(key, fault, stage, limit, rows, act, false);
  }

  /** The same in a network of its own. */
  public Experiment withOwnNetwork() {
    return new Experiment(key, fault, stage, limit, rows, act, true);
  }

  /** What a fault happens to. */
  public enum Stage {
    /** A driver that does what it is told. */
    FAKE_DRIVER("A driver that misbehaves", "the programmable fake driver of the testkit"),
    /** The network. */
    NETWORK("A network that fails", "a TCP proxy before a real PostgreSQL, or the kernel"),
    /** A database server. */
    SERVER("A server that fails", "real PostgreSQL and MariaDB servers"),
    /** The JVM that the pool lives in. */
    JVM("A machine that fails, and the end of a pool", "the JVM itself");

    private final String title;
    private final String means;

    Stage(String title, String means) {
      this.title = title;
      this.means = means;
    }

    /** A heading. */
    public String title() {
      return title;
    }

    /** By what means the faults are made. */
    public String means() {
      return means;
    }
  }

  /** One with a single row. */
  public static Experiment of(
      String key, String fault, Stage stage, Duration limit, Row row, Act act) {
    return new Experiment(key, fault, stage, limit, List.of(row), act);
  }
}
