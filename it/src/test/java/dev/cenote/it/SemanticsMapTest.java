package dev.cenote.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import dev.cenote.build.tidy.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/semantics-map.md is complete, and each test that it names is there and is run. */
final class SemanticsMapTest {

  /** How many behaviours each class of SQLAlchemy's tests has. */
  private static final Map<String, Integer> BEHAVIOURS =
      Map.ofEntries(
          Map.entry("PoolTest", 12),
          Map.entry("PoolDialectTest", 5),
          Map.entry("PoolEventsTest", 26),
          Map.entry("PoolFirstConnectSyncTest", 1),
          Map.entry("QueuePoolTest", 34),
          Map.entry("ResetOnReturnTest", 6),
          Map.entry("SingletonThreadPoolTest", 2),
          Map.entry("AssertionPoolTest", 2),
          Map.entry("NullPoolTest", 1),
          Map.entry("StaticPoolTest", 2),
          Map.entry("CreatorCompatibilityTest", 3),
          Map.entry("PrePingMockTest", 8),
          Map.entry("MockReconnectTest", 17),
          Map.entry("CursorErrTest", 2),
          Map.entry("RealPrePingEventHandlerTest", 6),
          Map.entry("RealReconnectTest", 15),
          Map.entry("RecycleTest", 1),
          Map.entry("PrePingRealTest", 2),
          Map.entry("InvalidateDuringResultTest", 1),
          Map.entry("ReconnectRecipeTest", 4));

  /** How many known defects its pool has: D1, D2 and so on. */
  private static final int DEFECTS = 11;

  private static final Pattern ROW =
      Pattern.compile("^\\| (\\w+ \\d+|D\\d+) \\| ([^|]+) \\| ([^|]+) \\|$", Pattern.MULTILINE);

  private static final Pattern NAMED = Pattern.compile("`(\\w+(?:Test|Contract)\\.\\w+)`");

  private static final Pattern EXCUSED = Pattern.compile("(?:^|; )(open: needs|no meaning:) \\S");

  private record Row(String behaviour, String shownBy) {
    List<String> tests() {
      return NAMED.matcher(shownBy).results().map(found -> found.group(1)).toList();
    }

    boolean isOpen() {
      return shownBy.contains("open: needs");
    }
  }

  private static List<Row> rows() throws IOException {
    String page = Files.readString(Repository.current().root().resolve("docs/semantics-map.md"));
    List<Row> rows = new ArrayList<>();
    Matcher row = ROW.matcher(page);
    while (row.find()) {
      rows.add(new Row(row.group(1), row.group(3)));
    }
    return rows;
  }

  @Test
  void everyBehaviourAndEveryDefectHasItsRow() throws IOException {
    List<String> expected = new ArrayList<>();
    BEHAVIOURS.forEach((type, count) -> {
      for (int number = 1; number <= count; number++) {
        expected.add(type + " " + number);
      }
    });
    assertThat(expected).hasSize(150);
    for (int number = 1; number <= DEFECTS; number++) {
      expected.add("D" + number);
    }
    assertThat(rows()).extracting(Row::behaviour).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void everyRowNamesATestOrSaysWhyNot() throws IOException {
    assertThat(rows())
        .allMatch(row -> !row.tests().isEmpty() || EXCUSED.matcher(row.shownBy()).find());
    long open = rows().stream().filter(Row::isOpen).count();
    System.out.println("semantics map: " + open + " of " + rows().size() + " rows are open");
  }

  @Test
  void everyTestNamedIsThereAndRuns() throws IOException {
    Set<String> named = new TreeSet<>();
    rows().forEach(row -> named.addAll(row.tests()));
    assertThat(named).hasSizeGreaterThan(40);
    named.removeAll(runnableTests());
    assertThat(named).as("named, but no test that runs").isEmpty();
  }

  private static Set<String> runnableTests() throws IOException {
    Set<String> tests = new TreeSet<>();
    for (Iterable<JavaClass> classes : List.of(Bytecode.tests(), Bytecode.SHIPPED)) {
      for (JavaClass type : classes) {
        for (JavaMethod method : type.getMethods()) {
          if (isTest(method)) {
            tests.add(type.getSimpleName() + "." + method.getName());
          }
        }
      }
    }
    return tests;
  }

  private static boolean isTest(JavaMethod method) {
    Set<String> names = new TreeSet<>();
    for (JavaAnnotation<?> annotation : method.getAnnotations()) {
      names.add(annotation.getRawType().getSimpleName());
    }
    return !names.contains("Disabled")
        && (names.contains("Test")
            || names.contains("ParameterizedTest")
            || names.contains("Property"));
  }
}
