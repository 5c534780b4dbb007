package dev.cenote.build.delegate;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.javaparser.ast.body.MethodDeclaration;
import dev.cenote.build.tidy.Repository;
import dev.cenote.build.tidy.SourceFile;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnJre;
import org.junit.jupiter.api.condition.JRE;

final class DelegatesTest {
  private static final Path COMMITTED =
      Repository.current().root().resolve("jdbc/src/main/java/dev/cenote/delegate");

  @Test
  @EnabledOnJre(value = JRE.JAVA_17, disabledReason = "the source is that of JDK 17's interfaces")
  void theCommittedDelegatesAreWhatTheGeneratorWrites() throws IOException {
    Map<String, String> committed = new TreeMap<>();
    try (Stream<Path> files = Files.list(COMMITTED)) {
      for (Path file : files.toList()) {
        committed.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    assertThat(committed.keySet()).isEqualTo(DelegateGenerator.generate().keySet());
    DelegateGenerator.generate()
        .forEach((name, source) ->
            assertThat(committed.get(name))
                .as("%s; regenerate with: %s", name, DelegateGenerator.COMMAND)
                .isEqualTo(source));
  }

  /** A newer JDK may add default methods: they work, unforwarded, as the JDK wrote them. */
  @Test
  void everyAbstractMethodOfThisJdkIsForwarded() throws IOException {
    for (Delegate delegate : Delegate.values()) {
      Set<String> forwarded = signaturesIn(delegate.className() + ".java");
      List<Method> missing =
          delegate.methods().stream()
              .filter(method -> !forwarded.contains(signature(method)))
              .toList();
      missing.forEach(method -> System.out.println("not forwarded on this JDK: " + method));
      assertThat(missing).noneMatch(method -> Modifier.isAbstract(method.getModifiers()));
    }
  }

  @Test
  void aMethodThatReturnsAJdbcObjectIsWrapped() {
    String connection = DelegateGenerator.generate().get("DelegatingConnection.java");
    assertThat(connection)
        .contains("protected abstract Statement wrap(Statement raw) throws SQLException;")
        .contains("return result == null ? null : wrap(result);");
  }

  @Test
  void anArgumentThatMayBeAHandleIsUnwrapped() {
    Map<String, String> sources = DelegateGenerator.generate();
    assertThat(sources.get("DelegatingPreparedStatement.java"))
        .contains("raw.setArray(arg0, (Array) driversOwn(arg1));")
        .contains("raw.setObject(arg0, driversOwn(arg1));");
    assertThat(sources.get("DelegatingConnection.java"))
        .contains("raw.createStruct(arg0, (Object[]) driversOwn(arg1));");
  }

  @Test
  void whateverTheDriverThrowsIsSeen() {
    assertThat(DelegateGenerator.generate().values())
        .allSatisfy(source ->
            assertThat(source).doesNotContain("} catch (SQLException e) {\n      throw failed"));
  }

  private static Set<String> signaturesIn(String file) throws IOException {
    SourceFile source = new SourceFile(file, Files.readString(COMMITTED.resolve(file)));
    return source.parse().findAll(MethodDeclaration.class).stream()
        .map(method ->
            method.getNameAsString()
                + method.getParameters().stream()
                    .map(parameter -> parameter.getType().asString().replaceAll("<.*>", ""))
                    .toList())
        .collect(Collectors.toSet());
  }

  private static String signature(Method method) {
    return method.getName()
        + Arrays.stream(method.getParameterTypes()).map(Class::getSimpleName).toList();
  }
}
