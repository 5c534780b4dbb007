package dev.cenote.bench.speed;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.core.Appender;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cenote.CenoteDataSource;
import dev.cenote.bench.pool.PoolAdapter;
import dev.cenote.core.Pool;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.objectweb.asm.ClassWriter;
import org.slf4j.LoggerFactory;

/**
 * What a record's JVM has on its class path: of what this one has the program itself, the pool, and
 * what the row needs, a driver for instance. Not the other pools: Druid's jar brings JDBC drivers
 * that {@code DriverManager} would load into everybody's first connection.
 */
final class ClassPath {

  /** A class of each jar that every record needs; the bounds are made of Cenote's delegates. */
  private static final List<Class<?>> PROGRAM =
      List.of(
          RecordMain.class,
          CenoteDataSource.class,
          Pool.class,
          LoggerFactory.class,
          Logger.class,
          Appender.class,
          JsonMapper.class,
          JsonProcessingException.class,
          JsonProperty.class,
          Histogram.class,
          ClassWriter.class);

  private ClassPath() {}

  /** With one class of each further jar that the row needs. */
  static String of(PoolAdapter pool, List<Class<?>> parts) {
    Set<Path> wanted =
        Stream.of(PROGRAM, pool.parts(), parts)
            .flatMap(List::stream)
            .map(part -> real(Code.placeOf(part)))
            .collect(Collectors.toSet());
    return entries().stream()
        .filter(wanted::contains)
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
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
