package dev.cenote.build.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TidyTest {
  private static final String MAIN = "core/src/main/java/dev/cenote/core/";

  @Test
  void theRepositoryIsTidy() throws IOException {
    List<SourceFile> files = Repository.current().files();
    assertThat(files).extracting(SourceFile::path).contains("pom.xml", "build/pom.xml");
    assertThat(Tidy.problemsOf(files)).isEmpty();
  }

  @Test
  void aFileOfMoreThan400LinesIsFound() {
    assertThat(new FileLength().problemsOf(java("Long", "\n".repeat(401))))
        .containsExactly("has 401 lines, more than 400");
    assertThat(new FileLength().problemsOf(java("Short", "\n".repeat(400)))).isEmpty();
  }

  @Test
  void aMethodOfMoreThan50LinesIsFound() {
    assertThat(new MethodLength().problemsOf(java("A", classWithMethod("void m()", 51))))
        .containsExactly("line 2: m has 51 lines, more than 50");
    assertThat(new MethodLength().problemsOf(java("A", classWithMethod("A()", 51)))).hasSize(1);
    assertThat(new MethodLength().problemsOf(java("A", classWithMethod("static", 51)))).hasSize(1);
    assertThat(new MethodLength().problemsOf(java("A", classWithMethod("void m()", 50)))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Thread.sleep(1)",
        "java.lang.Thread.sleep(1)",
        "sleep(1)",
        "TimeUnit.SECONDS.sleep(1)",
        "MILLISECONDS.sleep(1)"
      })
  void aSleepInATestIsFound(String call) {
    String text = "class A { void m() throws Exception { " + call + "; } }";
    SourceFile test = new SourceFile("core/src/test/java/A.java", text);
    assertThat(new NoSleepInTests().problemsOf(test)).hasSize(1);
    assertThat(new NoSleepInTests().problemsOf(java("A", text))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PoolImpl", "PoolBase", "PoolManager", "PoolHelper", "Utils", "TextUtil"})
  void anEmptyNameIsFound(String name) {
    assertThat(new PlainNames().problemsOf(java(name, "class " + name + " {}"))).hasSize(1);
    String nested = "class A { enum " + name + " { B } }";
    assertThat(new PlainNames().problemsOf(java("A", nested))).hasSize(1);
  }

  @Test
  void aPackageWithAnEmptyNameIsFound() {
    assertThat(new PlainNames().problemsOf(java("utils/A", "class A {}"))).hasSize(1);
    assertThat(new PlainNames().problemsOf(java("size/A", "class A {}"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "// TO" + "DO later",
        "/* FIX" + "ME */",
        "jdk=/" + "usr/lib/jvm/x",
        "(/" + "root/x)"
      })
  void aLeftoverIsFound(String line) {
    assertThat(new NoLeftovers().problemsOf(new SourceFile("README.md", line))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"target/work/x", "jdbc:postgresql://host/home/x", "~/work/x"})
  void aHarmlessPathIsNoLeftover(String line) {
    assertThat(new NoLeftovers().problemsOf(new SourceFile("README.md", line))).isEmpty();
  }

  @Test
  void aPackageWithoutPackageInfoIsFound() {
    SourceFile code = java("A", "class A {}");
    SourceFile info = java("package-info", "/** It. */\n@NullMarked\npackage a;");
    SourceFile bare = java("package-info", "package a;");
    assertThat(new DocumentedPackages().problemsOf(List.of(code)))
        .containsExactly("package dev.cenote.core has no package-info.java");
    assertThat(new DocumentedPackages().problemsOf(List.of(code, bare))).hasSize(1);
    assertThat(new DocumentedPackages().problemsOf(List.of(code, info))).isEmpty();

    SourceFile sibling =
        new SourceFile("stress/src/main/java/dev/cenote/core/B.java", "class B {}");
    assertThat(new DocumentedPackages().problemsOf(List.of(code, info, sibling))).isEmpty();
  }

  private static SourceFile java(String name, String text) {
    return new SourceFile(MAIN + name + ".java", text);
  }

  private static String classWithMethod(String head, int lines) {
    return "class A {\n  " + head + " {\n" + "\n".repeat(lines - 2) + "  }\n}\n";
  }
}
