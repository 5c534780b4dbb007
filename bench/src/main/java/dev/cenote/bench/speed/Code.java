package dev.cenote.bench.speed;

import dev.cenote.CenoteDataSource;
import dev.cenote.core.Pool;
import dev.cenote.testkit.database.PostgresServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/** Which code runs. */
final class Code {

  private static final long GIT_SECONDS = 10;

  private Code() {}

  /** Where a class was loaded from: a folder or a jar. */
  static Path placeOf(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    if (source == null) {
      throw new IllegalStateException("bug: " + type + " comes from nowhere");
    }
    try {
      return Path.of(source.getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("bug: " + source.getLocation() + " is no place", e);
    }
  }

  /** A number that changes when any class of Cenote, of the bench or of its servers does. */
  static String fingerprint() {
    return fingerprint(
        placeOf(CenoteDataSource.class),
        placeOf(Pool.class),
        placeOf(Code.class),
        placeOf(PostgresServer.class));
  }

  /** The same of all classes in these folders and jars. */
  static String fingerprint(Path... places) {
    CRC32 sum = new CRC32();
    try {
      for (Path place : places) {
        add(place, sum);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the classes cannot be read", e);
    }
    return Long.toHexString(sum.getValue());
  }

  private static void add(Path place, CRC32 sum) throws IOException {
    if (Files.isDirectory(place)) {
      addTree(place, sum);
    } else {
      try (FileSystem jar = FileSystems.newFileSystem(place)) {
        addTree(jar.getPath("/"), sum);
      }
    }
  }

  private static void addTree(Path root, CRC32 sum) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      List<Path> classes =
          files
              .filter(file -> file.toString().endsWith(".class"))
              .sorted((a, b) -> a.toString().compareTo(b.toString()))
              .toList();
      for (Path file : classes) {
        sum.update(Files.readAllBytes(file));
      }
    }
  }

  /** What is checked out where this was built, as far as git is there and knows. */
  static String commit() {
    try {
      String commit = git("rev-parse", "--short", "HEAD");
      return git("status", "--porcelain").isEmpty() ? commit : commit + " with changes";
    } catch (IOException e) {
      return "unknown";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "unknown";
    }
  }

  private static String git(String... arguments) throws IOException, InterruptedException {
    Process git =
        new ProcessBuilder(Stream.concat(Stream.of("git"), Stream.of(arguments)).toList())
            .directory(placeOf(Code.class).resolveSibling(".").toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (InputStream out = git.getInputStream()) {
      String text = new String(out.readAllBytes(), StandardCharsets.UTF_8).strip();
      if (!git.waitFor(GIT_SECONDS, TimeUnit.SECONDS) || git.exitValue() != 0) {
        throw new IOException("git does not know");
      }
      return text;
    }
  }
}
