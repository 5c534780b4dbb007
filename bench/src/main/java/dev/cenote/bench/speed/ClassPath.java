package dev.cenote.bench.speed;

import dev.cenote.bench.pool.PoolAdapter;
import dev.cenote.bench.pool.Pools;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;

/**
 * What a record's JVM has on its class path: what this one has, but none of the other peers' jars.
 * Druid's brings JDBC drivers that {@code DriverManager} would load into everybody's first
 * connection.
 */
final class ClassPath {

  private ClassPath() {}

  static String of(PoolAdapter pool) {
    Set<Path> others = new HashSet<>();
    for (PoolAdapter other : Pools.ALL) {
      if (!other.key().equals("cenote")) { // the bounds are made of its delegates
        others.addAll(placesOf(other));
      }
    }
    others.removeAll(placesOf(pool));
    return entries().stream()
        .filter(entry -> !others.contains(entry))
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static Set<Path> placesOf(PoolAdapter pool) {
    return pool.parts().stream().map(part -> real(Code.placeOf(part))).collect(Collectors.toSet());
  }

  /** This JVM's, with those that a jar names in its manifest. */
  private static List<Path> entries() {
    List<Path> entries = new ArrayList<>();
    for (String name : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path entry = Path.of(name);
      if (Files.exists(entry)) {
        entries.add(real(entry));
        entries.addAll(namedBy(real(entry)));
      }
    }
    return entries;
  }

  private static List<Path> namedBy(Path entry) {
    if (Files.isDirectory(entry)) {
      return List.of();
    }
    try (JarFile jar = new JarFile(entry.toFile())) {
      Manifest manifest = jar.getManifest();
      String names =
          manifest == null
              ? null
              : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
      if (names == null) {
        return List.of();
      }
      List<Path> named = new ArrayList<>();
      for (String name : names.trim().split("\\s+", -1)) {
        Path path = entry.resolveSibling(name);
        if (Files.exists(path)) {
          named.add(real(path));
        }
      }
      return named;
    } catch (IOException e) {
      throw new UncheckedIOException("not a jar: " + entry, e);
    }
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
