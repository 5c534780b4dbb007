package dev.cenote.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClassesTest {

  private final ClassLoader before = Thread.currentThread().getContextClassLoader();

  private static void context(@Nullable ClassLoader loader) {
    Thread.currentThread().setContextClassLoader(loader);
  }

  @AfterEach
  void restore() {
    context(before);
  }

  @Test
  void whatTheContextKnowsComesFirst() throws ClassNotFoundException, IOException {
    URL place = ClassesTest.class.getProtectionDomain().getCodeSource().getLocation();
    try (URLClassLoader application = new URLClassLoader(new URL[] {place}, null)) {
      context(application);
      assertThat(Classes.named(ClassesTest.class.getName(), false).getClassLoader())
          .isSameAs(application);
    }
  }

  @Test
  void whatAThreadWithoutAContextNeedsIsFoundWhereThisLibraryIs()
      throws ClassNotFoundException, IOException {
    context(null);
    assertThat(Classes.named("org.h2.Driver", false)).isNotNull();

    try (URLClassLoader empty = new URLClassLoader(new URL[0], null)) {
      context(empty);
      assertThat(Classes.named("org.h2.Driver", false)).isNotNull();
    }
  }

  @Test
  void whatNobodyKnowsIsNamed() {
    assertThatExceptionOfType(ClassNotFoundException.class)
        .isThrownBy(() -> Classes.named("no.such.Driver", true))
        .withMessage("no.such.Driver");
  }
}
