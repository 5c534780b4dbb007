package dev.cenote.bench.speed;

import dev.cenote.bench.pool.PoolAdapter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How large what an application needs for a pool is. */
final class Jars {

  private Jars() {}

  /** In thousands of bytes, all jars together; NaN if they are not jars here, or there are none. */
  static double kilobytesOf(PoolAdapter pool) {
    double bytes = 0;
    for (Class<?> part : pool.parts()) {
      Path place = Code.placeOf(part);
      if (Files.isDirectory(place)) {
        return Double.NaN;
      }
      try {
        bytes += Files.size(place);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return bytes == 0 ? Double.NaN : bytes / 1000;
  }
}
