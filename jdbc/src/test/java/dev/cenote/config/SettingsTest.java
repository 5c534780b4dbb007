package dev.cenote.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.CenoteDataSource;
import dev.cenote.CenoteDataSourceBuilder;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

  private static final Path DOC =
      Path.of(System.getProperty("basedir", "."), "..", "docs", "configuration.md");

  static Stream<Setting<?>> all() {
    return Settings.all().stream();
  }

  @Test
  void everyConstantIsListedOnce() throws IllegalAccessException {
    List<Object> constants =
        Arrays.stream(Settings.class.getFields())
            .filter(field -> field.getType() == Setting.class)
            .map(field -> {
              try {
                return field.get(null);
              } catch (IllegalAccessException hidden) {
                throw new AssertionError(hidden);
              }
            })
            .toList();

    assertThat(Settings.all()).containsExactlyInAnyOrderElementsOf(cast(constants));
    assertThat(all().map(Setting::name)).doesNotHaveDuplicates();
  }

  @SuppressWarnings("unchecked")
  private static List<Setting<?>> cast(List<?> settings) {
    return (List<Setting<?>>) settings;
  }

  @ParameterizedTest
  @MethodSource("all")
  void builderBeanAndConfigHaveEverySettingByItsName(Setting<?> setting) {
    String name = setting.name();
    String setter = "set" + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);

    assertThat(methods(CenoteDataSourceBuilder.class)).contains(name);
    assertThat(methods(CenoteDataSource.class)).contains(setter);
    if (setting != Settings.URL) {
      assertThat(methods(CenoteConfig.class))
          .contains(setting == Settings.DRIVER_PROPERTIES ? "driverProperties" : name);
    }
  }

  private static Set<String> methods(Class<?> type) {
    return Arrays.stream(type.getMethods()).map(Method::getName).collect(Collectors.toSet());
  }

  @Test
  void theDocumentedTableIsThatOfTheCode() throws IOException {
    String table =
        all()
            .map(s ->
                String.format(
                    "| `%s` | %s | %s | %s | %s |",
                    s.name(), variable(s), s.allowed(), s.defaultText(), s.meaning()))
            .collect(Collectors.joining("\n"));

    assertThat(Files.readString(DOC)).contains("\n|---|---|---|---|---|\n" + table + "\n\n");
  }

  private static String variable(Setting<?> setting) {
    String name = "CENOTE_" + setting.environmentName();
    if (setting == Settings.DRIVER_PROPERTIES) {
      return "`" + name + "_NAME`";
    }
    return setting.type().isTextual() ? "`" + name + "`" : "-";
  }

  @Test
  void theDocumentedDriverTimeoutsAreThoseOfTheCode() throws IOException {
    String table =
        DriverTimeouts.table().stream()
            .map(row ->
                String.format(
                    "| `jdbc:%s:` | `%s` | %s | %s |",
                    row.product(),
                    row.property(),
                    row.duringLogin() == null ? "-" : "`" + row.duringLogin() + "`",
                    row.unit().toString().toLowerCase(Locale.ROOT)))
            .collect(Collectors.joining("\n"));

    assertThat(Files.readString(DOC)).contains("\n|---|---|---|---|\n" + table + "\n\n");
  }

  @ParameterizedTest
  @CsvSource({
    "0, PT0S",
    "250ms, PT0.25S",
    "30s, PT30S",
    "30 sec, PT30S",
    "2min, PT2M",
    "2 M, PT2M",
    "1h, PT1H",
    "1d, PT24H",
    "PT1M30S, PT1M30S",
    "1.5s, PT1.5S",
    "30.0 s, PT30S",
    "250 µs, PT0.00025S",
    "6 min 10 s, PT6M10S",
    "2 h 5 min, PT2H5M",
    "-1s, PT-1S"
  })
  void durationsAreReadAsPeopleWriteThem(String text, Duration duration) {
    assertThat(DurationText.parse(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "30",
        "",
        "s",
        "30 seconds",
        "PT",
        "99999999999999999999s",
        "1.s",
        ".5s",
        "1,5s",
        "1 s 5",
        "10 s 6 min",
        "1h 2min 3s",
        "1min2s",
        "0.0000000001s"
      })
  void whatIsNoDurationSaysWhatIs(String text) {
    assertThatThrownBy(() -> DurationText.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("(?s).*(say the unit|is needed).*");
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0 s",
    "PT30S, 30.0 s",
    "PT6M10S, 6 min 10 s",
    "PT2M, 2 min",
    "PT1H1M, 1 h 1 min",
    "PT0.018S, 18 ms",
    "PT1M30.5S, 90.5 s",
    "PT1H0M1S, 3601 s",
    "PT1.25S, 1.25 s",
    "PT0.0015S, 1.5 ms",
    "PT0.000000001S, 0.000001 ms",
    "PT59.999999999S, 59.999999999 s",
    "PT-0.5S, -500 ms",
    "PT2562048H, 9223372800 s"
  })
  void durationsAreShownShortAndNeverRounded(Duration duration, String text) {
    assertThat(DurationText.show(duration)).isEqualTo(text);
    assertThat(DurationText.parse(text)).isEqualTo(duration);
  }

  @Test
  void whatIsShownOfAnyDurationIsReadAsTheSameOne() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      Duration any = Duration.ofNanos(random.nextLong() >>> random.nextInt(63));
      assertThat(DurationText.parse(DurationText.show(any))).isEqualTo(any);
    }
    for (Duration edge :
        List.of(
            Duration.ofSeconds(Long.MAX_VALUE, 999_999_999),
            Duration.ofSeconds(Long.MIN_VALUE),
            Duration.ofNanos(Long.MAX_VALUE))) {
      assertThat(DurationText.parse(DurationText.show(edge))).isEqualTo(edge);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "poolSise, poolSize",
    "pool-size, poolSize",
    "POOL_SIZE, poolSize",
    "max_overflow, maxOverflow",
    "jdbcUrl, url",
    "user, username",
    "keepalife, keepalive",
    "aquireTimeout, acquireTimeout"
  })
  void anUnknownNameFindsItsNearestNeighbour(String unknown, String meant) {
    assertThat(Suggestion.settingFor(unknown).map(Setting::name)).contains(meant);
  }

  @Test
  void aNameLikeNoOtherFindsNothing() {
    assertThat(Suggestion.settingFor("leakDetectionThreshold")).isEmpty();
    assertThat(Suggestion.settingFor("x")).isEmpty();
  }
}
