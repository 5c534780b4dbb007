package dev.cenote.stress.mutation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * Seeds one mistake after the other into the engine and demands that the tool named for it finds
 * it; before that, unless others have just seen to it, that the same tool finds nothing in the
 * engine as it is.
 *
 * <p>Fails if a mutant survives, does not compile, or would change nothing because the engine has
 * changed; if a tool finds something in the engine itself; if a trial breaks or hangs.
 */
final class MutationRun {

  private static final long TRIAL_MINUTES = 10;
  private static final int RACES = 4;
  private static final int REMARK = 120;

  private record Verdict(int exit, String last, long millis) {
    Verdict after(Verdict earlier) {
      return new Verdict(exit, last, earlier.millis() + millis);
    }
  }

  private final Path sources;
  private final Path folder;
  private final Map<Tool, Long> millis = new EnumMap<>(Tool.class);
  private final List<String> problems = new ArrayList<>();

  private MutationRun(Path sources, Path folder) {
    this.sources = sources;
    this.folder = folder;
  }

  /**
   * Runs them.
   *
   * @param arguments the engine's sources, a folder to work in, whether to try the engine as it is
   *     first, and the names of mutations, if not all are wanted
   */
  public static void main(String[] arguments) throws Exception {
    Set<String> wanted = new TreeSet<>();
    for (String names : List.of(arguments).subList(3, arguments.length)) {
      wanted.addAll(names.isBlank() ? List.of() : List.of(names.split(",", -1)));
    }
    List<Mutation> chosen = new ArrayList<>(Mutations.all());
    chosen.removeIf(mutation -> !wanted.isEmpty() && !wanted.contains(mutation.name()));
    if (chosen.isEmpty()) {
      throw new IllegalArgumentException("no mutation is called any of " + wanted);
    }
    new MutationRun(Path.of(arguments[0]), Path.of(arguments[1]))
        .run(chosen, Boolean.parseBoolean(arguments[2]));
  }

  private void run(List<Mutation> mutations, boolean asItIs) throws Exception {
    delete(folder);
    Map<Mutation, Path> mutants = new LinkedHashMap<>();
    Set<Killer> killers = new TreeSet<>(Comparator.comparing(Killer::toString));
    for (Mutation mutation : mutations) { // all of them first: what is stale is told at once
      try {
        mutants.put(mutation, Mutant.compile(mutation, sources, folder.resolve(mutation.name())));
        killers.add(mutation.killer());
      } catch (IllegalStateException stale) {
        problems.add(stale.getMessage());
      }
    }
    if (!problems.isEmpty()) {
      throw new AssertionError(String.join("; ", problems));
    }
    if (asItIs) {
      say("The engine as it is:");
      for (Killer killer : killers) {
        Path place = Files.createDirectories(folder.resolve("as-it-is").resolve(nameOf(killer)));
        judge(killer.toString(), killer, Trial.ALIVE, play(killer, List.of(), place));
      }
    }
    say("Mutants:");
    for (Map.Entry<Mutation, Path> each : mutants.entrySet()) {
      Mutation mutation = each.getKey();
      Path place = each.getValue().getParent();
      Verdict verdict = play(mutation.killer(), List.of(each.getValue()), place);
      for (int again = 1; again < attempts(mutation) && verdict.exit() == Trial.ALIVE; again++) {
        verdict = play(mutation.killer(), List.of(each.getValue()), place).after(verdict);
      }
      judge(mutation.name(), mutation.killer(), Trial.KILLED, verdict);
    }
    conclude(mutations.size());
  }

  /** A race on real processors needs luck, the other tools do the same thing every time. */
  private static int attempts(Mutation mutation) {
    return mutation.killer().tool() == Tool.JCSTRESS ? RACES : 1;
  }

  private void judge(String what, Killer killer, int wanted, Verdict verdict) {
    millis.merge(killer.tool(), verdict.millis(), Long::sum);
    String word =
        switch (verdict.exit()) {
          case Trial.ALIVE -> wanted == Trial.ALIVE ? "sound" : "SURVIVED";
          case Trial.KILLED -> wanted == Trial.KILLED ? "killed" : "BROKEN";
          default -> "TRIAL FAILED";
        };
    say("  %5.1f s  %-8s  %s".formatted(verdict.millis() / 1_000.0, word, what));
    if (wanted == Trial.KILLED) {
      say("                     by %s: %s".formatted(killer, verdict.last()));
    }
    if (verdict.exit() != wanted) {
      problems.add(what + ": " + word + " (" + killer + ": " + verdict.last() + ")");
    }
  }

  private void conclude(int count) {
    millis.forEach((tool, time) -> say("%6.1f s  %s".formatted(time / 1_000.0, tool)));
    if (!problems.isEmpty()) {
      throw new AssertionError(String.join("; ", problems) + "; see " + folder);
    }
    say("All " + count + " mutants were killed.");
  }

  private static String nameOf(Killer killer) {
    return killer.tool().name().toLowerCase(Locale.ROOT) + "-" + killer.target();
  }

  /** A tool in a JVM of its own, what is given in front of the engine. */
  private static Verdict play(Killer killer, List<Path> inFront, Path place)
      throws IOException, InterruptedException {
    StringBuilder classPath = new StringBuilder();
    inFront.forEach(path -> classPath.append(path).append(File.pathSeparator));
    classPath.append(System.getProperty("java.class.path"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (killer.tool() == Tool.LINCHECK) { // see the pom
      command.addAll(List.of("-Xshare:off", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    }
    command.add("--enable-native-access=ALL-UNNAMED"); // jcstress binds threads to processors
    command.addAll(List.of("-cp", classPath.toString(), Trial.class.getName()));
    command.addAll(List.of(killer.tool().name(), killer.target(), place.toString()));
    Path output = place.resolve("output.txt");
    long begun = System.nanoTime();
    Process process =
        new ProcessBuilder(command)
            .directory(place.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = process.waitFor(TRIAL_MINUTES, TimeUnit.MINUTES);
    if (!ended) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
    long took = (System.nanoTime() - begun) / 1_000_000;
    List<String> lines = Files.readString(output, UTF_8).lines().toList();
    String last = lines.isEmpty() ? "" : lines.get(lines.size() - 1);
    if (last.length() > REMARK) {
      last = last.substring(0, REMARK) + " ...";
    }
    return ended
        ? new Verdict(process.exitValue(), last, took)
        : new Verdict(-1, "it did not end within " + TRIAL_MINUTES + " minutes", took);
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<Path>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path dir, IOException failure)
              throws IOException {
            Files.delete(dir);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static void say(String line) {
    System.out.println(line);
  }
}
