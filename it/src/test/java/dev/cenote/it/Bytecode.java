package dev.cenote.it;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.cenote.build.tidy.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The compiled classes of all modules. */
final class Bytecode {
  /** What the project ships: everything but tests and the tools of the build. */
  static final JavaClasses SHIPPED =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("dev/cenote/build"))
          .withImportOption(location -> !location.contains("package-info"))
          .importPackages("dev.cenote");

  /** Imported once, for it takes seconds; null before. The tests of this module run in turn. */
  private static JavaClasses tests;

  private Bytecode() {}

  /** The test classes of all modules that have been built. */
  static JavaClasses tests() throws IOException {
    if (tests == null) {
      tests = importTests();
    }
    return tests;
  }

  private static JavaClasses importTests() throws IOException {
    try (Stream<Path> modules = Files.list(Repository.current().root())) {
      List<Path> folders =
          modules
              .map(module -> module.resolve("target/test-classes"))
              .filter(Files::isDirectory)
              .toList();
      return new ClassFileImporter().importPaths(folders);
    }
  }
}
