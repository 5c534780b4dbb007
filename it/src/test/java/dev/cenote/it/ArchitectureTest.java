package dev.cenote.it;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.plantuml.rules.PlantUmlArchCondition.Configuration.consideringOnlyDependenciesInDiagram;
import static com.tngtech.archunit.library.plantuml.rules.PlantUmlArchCondition.adhereToPlantUmlDiagram;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.cenote.build.tidy.Repository;
import dev.cenote.it.sample.left.Left;
import dev.cenote.it.sample.right.Right;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The drawing in docs/architecture.puml and the bytecode say the same. */
final class ArchitectureTest {
  private static final Path DRAWING = Repository.current().root().resolve("docs/architecture.puml");

  @Test
  void theCodeUsesOnlyWhatTheDrawingAllows() {
    classes()
        .should(adhereToPlantUmlDiagram(DRAWING, consideringOnlyDependenciesInDiagram()))
        .check(Bytecode.SHIPPED);
  }

  @Test
  void theDrawingShowsNeitherMoreNorLessThanTheCodeUses() throws IOException {
    Drawing drawing = Drawing.parse(Files.readString(DRAWING));
    assertThat(drawing.differencesFrom(Bytecode.SHIPPED)).isEmpty();
  }

  @Test
  void packagesHaveNoCycles() {
    Cycles.noneAmongPackages().check(Bytecode.SHIPPED);
  }

  @Test
  void eachDifferenceBetweenDrawingAndCodeIsFound() {
    Drawing drawing =
        Drawing.parse(
            """
            [left] <<dev.cenote.it.sample.left>>
            [empty] <<dev.cenote.it.sample.nothing>>
            [right] <<dev.cenote.it.sample.right>>
            [left] --> [empty]
            [left] --> [right]
            """);
    var classes = new ClassFileImporter().importClasses(Left.class, Right.class, Drawing.class);
    assertThat(drawing.differencesFrom(classes))
        .containsExactlyInAnyOrder(
            "no component for dev.cenote.it.Drawing",
            "drawn, but has no class: [empty]",
            "drawn, but not used: [left] --> [empty]",
            "used, but not drawn: [right] --> [left]");
  }

  @Test
  void aCycleIsFound() {
    var classes = new ClassFileImporter().importClasses(Left.class, Right.class);
    assertThat(Cycles.noneAmongPackages().evaluate(classes).hasViolation()).isTrue();
  }
}
