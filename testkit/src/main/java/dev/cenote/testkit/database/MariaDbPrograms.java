package dev.cenote.testkit.database;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The two programs of MariaDB that a server needs.
 *
 * @param server {@code mariadbd}
 * @param installer {@code mariadb-install-db}
 */
record MariaDbPrograms(Path server, Path installer) {

  /** Servers lie where the PATH of ordinary users does not lead. */
  private static final List<String> MORE_DIRECTORIES =
      List.of(
          "/usr/sbin", "/usr/libexec", "/usr/local/sbin", "/usr/local/bin", "/opt/homebrew/bin");

  /** Finds them, or says what to install. */
  static MariaDbPrograms find() {
    String path = System.getenv("PATH");
    Stream<String> usual =
        path == null ? Stream.empty() : Stream.of(path.split(File.pathSeparator));
    return findIn(Stream.concat(usual, MORE_DIRECTORIES.stream()).toList());
  }

  /**
   * As {@link #find()}, in these directories alone.
   *
   * @throws MariaDbUnavailableException if one of them is in none
   */
  static MariaDbPrograms findIn(List<String> directories) {
    return new MariaDbPrograms(
        find("mariadbd", directories), find("mariadb-install-db", directories));
  }

  private static Path find(String program, List<String> directories) {
    return directories.stream()
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, program))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() ->
            new MariaDbUnavailableException(
                "MariaDB is not installed here: there is no "
                    + program
                    + ". Install the package mariadb-server; no server of it needs to run"));
  }
}
