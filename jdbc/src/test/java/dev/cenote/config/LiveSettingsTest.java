package dev.cenote.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cenote.CenoteDataSource;
import dev.cenote.core.event.PoolEvent;
import dev.cenote.error.CenoteConfigException;
import dev.cenote.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every setting there is has been thought of: what a change of it does to a running pool. */
@Timeout(60)
class LiveSettingsTest {

  private static final Path DOC =
      Path.of(System.getProperty("basedir", "."), "..", "docs", "guide", "live-changes.md");

  private final List<PoolEvent> events = new CopyOnWriteArrayList<>();

  static Stream<Setting<?>> all() {
    return Settings.all().stream();
  }

  static Stream<Setting<?>> fromText() {
    return all().filter(setting -> setting.type().isTextual());
  }

  private CenoteDataSource pool() {
    return CenoteDataSource.builder()
        .url("jdbc:h2:mem:live-settings")
        .name("live")
        .listener(events::add)
        .build();
  }

  @ParameterizedTest
  @MethodSource("all")
  void whatIsRefusedHasAReasonAndNothingElseHas(Setting<?> setting) {
    boolean refused = LiveSettings.effectOf(setting) == LiveEffect.REFUSED;

    assertThat(LiveSettings.reason(setting).isEmpty()).isNotEqualTo(refused);
  }

  @ParameterizedTest
  @MethodSource("fromText")
  void aRunningPoolTakesItOverAndTellsOrRefusesItAndSaysWhy(Setting<?> setting) {
    String name = setting.name();
    Map<String, String> change = Map.of(name, SourcesTest.TEXTS.get(name));
    try (CenoteDataSource pool = pool()) {
      if (LiveSettings.effectOf(setting) == LiveEffect.REFUSED) {
        CenoteConfigException refused =
            catchThrowableOfType(CenoteConfigException.class, () -> pool.reconfigure(change));
        assertThat(refused.problems())
            .singleElement()
            .satisfies(problem -> {
              assertThat(problem.code()).isEqualTo(ErrorCode.NOT_LIVE);
              assertThat(problem.setting()).isEqualTo(name);
              assertThat(problem.text()).contains(LiveSettings.reason(setting));
            });
        assertThat(told()).isEmpty();
      } else {
        pool.reconfigure(change);

        Awaitility.await().until(() -> !told().isEmpty());
        assertThat(told()).extracting(PoolEvent.Change::setting).containsExactly(name);
      }
    }
  }

  private List<PoolEvent.Change> told() {
    return events.stream()
        .filter(PoolEvent.Reconfigured.class::isInstance)
        .flatMap(event -> ((PoolEvent.Reconfigured) event).changes().stream())
        .toList();
  }

  @Test
  void theDocumentedTableIsThatOfTheCode() throws IOException {
    String table =
        all()
            .map(setting -> {
              LiveEffect effect = LiveSettings.effectOf(setting);
              String reason = LiveSettings.reason(setting);
              return String.format(
                  "| `%s` | %s |",
                  setting.name(), effect.label() + (reason.isEmpty() ? "" : ": " + reason));
            })
            .collect(Collectors.joining("\n"));

    assertThat(Files.readString(DOC)).contains("\n|---|---|\n" + table + "\n\n");
  }
}
