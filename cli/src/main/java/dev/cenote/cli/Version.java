package dev.cenote.cli;

import dev.cenote.CenoteDataSource;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version of the pool that the command runs with, as Maven has put it into its jar. */
final class Version implements IVersionProvider {

  private static final String POM = "/META-INF/maven/dev.cenote/cenote/pom.properties";

  @Override
  public String[] getVersion() throws IOException {
    Properties pom = new Properties();
    try (InputStream file = CenoteDataSource.class.getResourceAsStream(POM)) {
      if (file != null) {
        pom.load(file);
      }
    }
    String version = pom.getProperty("version", "(version unknown: not run from its jar)");
    return new String[] {"cenote " + version, "Java " + System.getProperty("java.version")};
  }
}
