package dev.cenote.faults.network;

import dev.cenote.faults.cell.MissingException;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A network namespace that a cell's JVM has for itself: a loopback device that nobody else uses and
 * that ends with the JVM, so what is done to it harms nobody and need not be undone. On Linux, as
 * root or where users may have namespaces, with iproute2.
 */
public final class OwnNetwork {

  /** Says to a cell's JVM that it has one. */
  private static final String PROPERTY = "cenote.faults.ownNetwork";

  /** Programs of administrators lie where the PATH of ordinary users does not lead. */
  private static final String PATH = "PATH=$PATH:/usr/sbin:/sbin; ";

  private static final String UP = PATH + "ip link set lo up";

  /** A queue with room for one byte: the kernel drops every packet, and tells nobody. */
  private static final String DROP = PATH + "tc qdisc add dev lo root bfifo limit 1";

  private static final String PASS = PATH + "tc qdisc del dev lo root";

  private static final long COMMAND_MAX_SECONDS = 10;

  private OwnNetwork() {}

  /**
   * The command of a JVM in a network of its own; the same command if this machine does not permit
   * that, so the JVM will find that it has none. Blocks while it tries.
   */
  public static List<String> enter(List<String> java) throws IOException, InterruptedException {
    List<String> unshare = new ArrayList<>(List.of("unshare"));
    if (!"root".equals(System.getProperty("user.name"))) {
      unshare.add("-r");
    }
    unshare.addAll(List.of("-n", "sh", "-c"));
    List<String> trial = new ArrayList<>(unshare);
    trial.add(UP + " && " + DROP + " && " + PASS);
    if (!succeeds(trial)) {
      return java;
    }
    List<String> command = new ArrayList<>(unshare);
    command.addAll(List.of(UP + " && exec \"$@\"", "sh"));
    command.add(java.get(0));
    command.add("-D" + PROPERTY + "=true");
    command.addAll(java.subList(1, java.size()));
    return command;
  }

  /** Fails if this JVM shares its network with others. */
  static void require() throws MissingException {
    if (!Boolean.getBoolean(PROPERTY)) {
      throw new MissingException(
          "needs a network namespace of its own (Linux, `unshare -n`, and `ip` and `tc` of"
              + " iproute2; as root, or where users may have namespaces)");
    }
  }

  /** From now on every packet is dropped. */
  static void drop() throws IOException, InterruptedException {
    run(DROP);
  }

  /** From now on every packet passes. */
  static void pass() throws IOException, InterruptedException {
    run(PASS);
  }

  private static void run(String script) throws IOException, InterruptedException {
    if (!succeeds(List.of("sh", "-c", script))) {
      throw new IllegalStateException("failed: " + script);
    }
  }

  private static boolean succeeds(List<String> command) throws IOException, InterruptedException {
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(Redirect.DISCARD)
              .start();
    } catch (IOException noSuchProgram) {
      return false;
    }
    if (!process.waitFor(COMMAND_MAX_SECONDS, TimeUnit.SECONDS)) {
      Process unused = process.destroyForcibly();
      return false;
    }
    return process.exitValue() == 0;
  }
}
