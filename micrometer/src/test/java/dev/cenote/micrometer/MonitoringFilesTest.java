package dev.cenote.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.cenote.build.tidy.Repository;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The alert rules and the dashboard speak of metrics that exist. */
class MonitoringFilesTest {

  private static final Path FOLDER = Repository.current().root().resolve("docs/monitoring");
  private static final Pattern METRIC = Pattern.compile("\\bcenote_connections\\w*");
  private static final Pattern LABELS = Pattern.compile("\\bby \\(([^)]*)\\)|\\bon \\(([^)]*)\\)");

  /**
   * {@code reason=~"down|login_refused"}; what the dashboard's user chooses begins with a dollar.
   */
  private static final Pattern MATCHER = Pattern.compile("(\\w+)(?:=|!=|=~|!~)\"([^\"]*)\"");

  /** Labels that Prometheus itself gives to what it scrapes. */
  private static final Set<String> GIVEN = Set.of("job", "instance");

  private final FixedReadings pool = new FixedReadings();
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final MeterSet held = CenoteMetrics.bind(pool, MetricNames.CENOTE, registry);

  /** Every name that a scrape has a value for. */
  private Set<String> names() {
    assertThat(held).isNotNull();
    return registry
        .scrape()
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.substring(0, line.indexOf('{')))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Set<String> labels() {
    Set<String> labels = new HashSet<>(GIVEN);
    Pattern.compile("(\\w+)=\"")
        .matcher(registry.scrape())
        .results()
        .forEach(found -> labels.add(found.group(1)));
    return labels;
  }

  private static List<String> expressions(JsonNode file) {
    List<String> found = new ArrayList<>();
    file.findValues("expr").forEach(expression -> found.add(expression.asText()));
    return found;
  }

  private void areOfMetricsThatExist(List<String> expressions) {
    for (String expression : expressions) {
      List<String> used = METRIC.matcher(expression).results().map(MatchResult::group).toList();
      assertThat(used).as(expression).isNotEmpty().isSubsetOf(names());
      LABELS
          .matcher(expression)
          .results()
          .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
          .forEach(list -> assertThat(list.split(", ")).as(expression).isSubsetOf(labels()));
      MATCHER.matcher(expression).results().forEach(found -> existsInAScrape(found, expression));
      assertThat(expression.chars().filter(each -> each == '(').count())
          .as("brackets of %s", expression)
          .isEqualTo(expression.chars().filter(each -> each == ')').count());
    }
  }

  private void existsInAScrape(MatchResult matcher, String expression) {
    assertThat(labels()).as(expression).contains(matcher.group(1));
    if (!matcher.group(2).startsWith("$")) {
      for (String value : matcher.group(2).split("\\|", -1)) {
        assertThat(registry.scrape())
            .as(expression)
            .contains(matcher.group(1) + "=\"" + value + "\"");
      }
    }
  }

  @Test
  void theRulesSpeakOfMetricsThatExist() throws IOException {
    JsonNode rules = new YAMLMapper().readTree(FOLDER.resolve("alerts.yml").toFile());
    List<String> expressions = expressions(rules);

    areOfMetricsThatExist(expressions);

    assertThat(expressions).hasSize(9);
    for (JsonNode rule : rules.at("/groups/0/rules")) {
      assertThat(rule.path("alert").asText()).startsWith("Cenote");
      assertThat(rule.at("/labels/severity").asText()).isIn("warning", "page");
      assertThat(rule.at("/annotations/summary").asText()).startsWith("{{ $labels.pool }}: ");
    }
  }

  /** A quantile needs the label le, a rate needs a counter. */
  @Test
  void theRulesTakeRatesOfWhatOnlyGrows() throws IOException {
    JsonNode rules = new YAMLMapper().readTree(FOLDER.resolve("alerts.yml").toFile());
    JsonNode dashboard = dashboard();
    List<String> all = new ArrayList<>(expressions(rules));
    all.addAll(expressions(dashboard));
    Pattern rated = Pattern.compile("(?:rate|increase)\\((\\w+)");
    for (String expression : all) {
      rated
          .matcher(expression)
          .results()
          .map(found -> found.group(1))
          .forEach(name -> assertThat(name).matches(".*(_total|_seconds_sum|_seconds_count)"));
      if (expression.contains("histogram_quantile")) {
        assertThat(expression).contains(", le) (rate(").contains("_seconds_histogram_total");
      }
    }
  }

  @Test
  void theDashboardSpeaksOfMetricsThatExist() throws IOException {
    JsonNode dashboard = dashboard();

    areOfMetricsThatExist(expressions(dashboard));

    assertThat(dashboard.path("panels")).hasSize(12);
    Set<Integer> ids = new HashSet<>();
    for (JsonNode panel : dashboard.path("panels")) {
      assertThat(ids.add(panel.path("id").asInt())).as("one id each").isTrue();
      assertThat(panel.path("description").asText()).as(panel.path("title").asText()).isNotEmpty();
    }
    for (JsonNode variable : dashboard.at("/templating/list")) {
      METRIC
          .matcher(variable.path("query").asText())
          .results()
          .forEach(found -> assertThat(names()).contains(found.group()));
    }
  }

  private static JsonNode dashboard() throws IOException {
    return new ObjectMapper().readTree(FOLDER.resolve("grafana-dashboard.json").toFile());
  }

  @Test
  void labelsThatAreSpokenOfExist() throws IOException {
    Pattern spokenOf = Pattern.compile("(?:tag|label) `?(\\w+)`? ?(?:\\||of)");
    Set<String> named = new TreeSet<>();
    for (String file : List.of("metrics.md", "alerts.yml")) {
      spokenOf
          .matcher(Files.readString(FOLDER.resolve(file)))
          .results()
          .forEach(found -> named.add(found.group(1)));
    }

    assertThat(named).contains("reason");
    assertThat(labels()).containsAll(named);
  }
}
