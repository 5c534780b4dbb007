package dev.cenote.faults.jvm;

import dev.cenote.faults.cell.Arena;
import dev.cenote.faults.cell.Experiment;
import dev.cenote.faults.cell.Experiment.Stage;
import dev.cenote.faults.cell.Reading;
import dev.cenote.faults.cell.Readings;
import dev.cenote.faults.cell.Row;
import dev.cenote.faults.client.Pause;
import java.io.File;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** An application with its pool that is deployed again and again in one JVM. */
public final class RedeployFaults {

  private static final int DEPLOYMENTS = 100;

  /** No more begin after this time, however slow the machine is; the note says how many did. */
  private static final Duration DEPLOYING_MAX = Duration.ofSeconds(60);

  private static final Row KEPT =
      Row.count(
          "redeploy.kept",
          "class loaders that stay in memory, of 100 or of as many as fit into a minute",
          0);

  /** All of them. */
  public static final List<Experiment> ALL =
      List.of(
          Experiment.of(
              "redeploy",
              "an application opens a pool, uses and closes it, and is deployed again; 100 times",
              Stage.JVM,
              Duration.ofMinutes(3),
              KEPT,
              RedeployFaults::redeploy));

  private RedeployFaults() {}

  private static Readings redeploy(Arena arena) throws Exception {
    // The JDK keeps the first that starts some thread of its own.
    Object unused = deploy(RedeployedApplication.NO_POOL);
    List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    long began = System.nanoTime();
    while (loaders.size() < DEPLOYMENTS && System.nanoTime() - began < DEPLOYING_MAX.toNanos()) {
      loaders.add(deploy(arena.adapter().key()));
    }
    // One more: what holds the latest until the next one comes does not pile up.
    unused = deploy(arena.adapter().key());
    boolean none = Pause.until(() -> kept(loaders) == 0, Duration.ofSeconds(10));
    String times = loaders.size() + " deployments";
    return Readings.only(
        KEPT,
        none
            ? Reading.of(0, times)
            : Reading.of(kept(loaders), times + ", kept " + which(loaders)));
  }

  private static String which(List<WeakReference<ClassLoader>> loaders) {
    return IntStream.range(0, loaders.size())
        .filter(i -> loaders.get(i).get() != null)
        .mapToObj(i -> Integer.toString(i + 1))
        .collect(Collectors.joining(", "));
  }

  private static int kept(List<WeakReference<ClassLoader>> loaders) {
    System.gc();
    return (int) loaders.stream().filter(loader -> loader.get() != null).count();
  }

  /** In a thread of its own, as a container does it. */
  private static WeakReference<ClassLoader> deploy(String pool)
      throws IOException, InterruptedException {
    try (URLClassLoader loader =
        new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
      AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
      Thread thread = new Thread(() -> run(loader, pool, failure), "deployment");
      thread.setContextClassLoader(loader);
      thread.start();
      thread.join();
      if (failure.get() != null) {
        throw new IllegalStateException("the application failed", failure.get());
      }
      return new WeakReference<>(loader);
    }
  }

  private static void run(
      ClassLoader loader, String pool, AtomicReference<@Nullable Throwable> failure) {
    try {
      Object unused =
          loader
              .loadClass(RedeployedApplication.class.getName())
              .getMethod("run", String.class)
              .invoke(null, pool);
    } catch (ReflectiveOperationException | LinkageError e) {
      failure.set(e);
    }
  }

  /**
   * Without the real drivers: as soon as one is on the list, DriverManager itself loads and
   * registers the copy of each application, and whatever the pool does, that stays. The fake one
   * takes itself off.
   */
  private static URL[] classPath() throws IOException {
    List<URL> urls = new ArrayList<>();
    for (String part : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path path = Path.of(part);
      if (!bringsDriver(path)) {
        urls.add(path.toUri().toURL());
      }
    }
    return urls.toArray(URL[]::new);
  }

  private static boolean bringsDriver(Path path) throws IOException {
    if (!Files.isRegularFile(path)) {
      return false;
    }
    try (JarFile jar = new JarFile(path.toFile())) {
      return jar.getEntry("META-INF/services/java.sql.Driver") != null;
    }
  }
}
