package dev.cenote.faults.pool;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which versions the build has put together. */
public final class Versions {

  private static final Properties ALL = read();

  private Versions() {}

  /** The version of the part with this name. */
  public static String of(String part) {
    String version = ALL.getProperty(part);
    if (version == null) {
      throw new IllegalArgumentException("no version is known of " + part);
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
