package dev.cenote.bench.pool;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which versions the build has put together. */
final class Versions {

  private static final Properties ALL = read();

  private Versions() {}

  /** The version of the pool with this key; what follows a hyphen names a variant of it. */
  static String of(String key) {
    String version = ALL.getProperty(key.split("-", 2)[0]);
    if (version == null) {
      throw new IllegalArgumentException("no version is known of " + key);
    }
    return version;
  }

  private static Properties read() {
    Properties all = new Properties();
    try (InputStream in = Versions.class.getResourceAsStream("versions.properties")) {
      if (in == null) {
        throw new IllegalStateException("bug: versions.properties is not on the class path");
      }
      all.load(in);
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
