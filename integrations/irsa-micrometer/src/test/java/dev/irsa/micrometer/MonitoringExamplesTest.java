package dev.irsa.micrometer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.IrsaStatus;
import dev.irsa.IrsaStatus.State;
import dev.irsa.TestStatus;
import dev.irsa.credentials.FailureKind;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Checks that the dashboard, the alert rules and the page about them use series and labels that a
 * Prometheus registry exports.
 */
final class MonitoringExamplesTest {

  private static final Path ROOT = Path.of("..", "..");
  private static final Path DASHBOARD = ROOT.resolve("examples/monitoring/grafana-dashboard.json");
  private static final Path ALERTS = ROOT.resolve("examples/monitoring/alert-rules.yaml");
  private static final Path RECORDED = ROOT.resolve("examples/monitoring/alert-rules.test.yaml");
  private static final Path PAGE = ROOT.resolve("docs/observing.md");

  /** Labels that the scrape configuration of a cluster adds. */
  private static final Set<String> OF_THE_CLUSTER = Set.of("namespace", "pod");

  /** Labels whose values depend on the cluster. */
  private static final Set<String> ANY_VALUE = Set.of("namespace", "pod", "role");

  private static final Pattern SERIES = Pattern.compile("\\birsa_[a-z_]+");
  private static final Pattern MATCHER = Pattern.compile("\\b([a-z]+)\\s*=~?\\s*\"([^\"]*)\"");
  private static final Pattern GROUPING = Pattern.compile("\\b(?:by|on)\\s*\\(([^)]*)\\)");

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final IrsaMetrics metrics = new IrsaMetrics();
  private final IrsaStatus status = TestStatus.of(State.FRESH, SampleEvents.ROLE);

  private final IrsaStatus misconfigured = IrsaStatus.of(State.MISCONFIGURED);

  /** The exported series, with the values of each label. */
  private final Map<String, Map<String, Set<String>>> exported = new HashMap<>();

  @BeforeEach
  void export() {
    metrics.bindTo(registry);
    metrics.watch(status, unchanged -> unchanged);
    metrics.watch(misconfigured, unchanged -> unchanged);
    SampleEvents.all().forEach(metrics::onEvent);
    registry.scrape().lines().filter(line -> line.startsWith("irsa_")).forEach(this::note);
  }

  private void note(String line) {
    Map<String, Set<String>> labels =
        exported.computeIfAbsent(line.split("[{ ]", 2)[0], unused -> new HashMap<>());
    Matcher label = MATCHER.matcher(line);
    while (label.find()) {
      labels.computeIfAbsent(label.group(1), unused -> new TreeSet<>()).add(label.group(2));
    }
  }

  @SuppressWarnings("unchecked")
  private static Stream<Object> values(Object document) {
    if (document instanceof Map<?, ?> map) {
      return map.values().stream().flatMap(MonitoringExamplesTest::values);
    }
    return document instanceof List<?> list
        ? list.stream().flatMap(MonitoringExamplesTest::values)
        : Stream.ofNullable(document);
  }

  private static Map<String, Object> read(Path file) throws IOException {
    // JSON is YAML.
    return new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
  }

  private static List<String> expressions(Path file) throws IOException {
    return values(read(file))
        .filter(String.class::isInstance)
        .map(String.class::cast)
        .filter(text -> SERIES.matcher(text).find())
        .toList();
  }

  @Test
  void everySeriesAndLabelOfTheExamplesIsExported() throws IOException {
    List<String> all = new ArrayList<>(expressions(DASHBOARD));
    assertTrue(all.size() >= 10, all::toString);
    List<String> alerts = expressions(ALERTS);
    assertEquals(9, alerts.size(), alerts::toString);
    all.addAll(alerts);
    all.addAll(expressions(RECORDED));

    for (String expression : all) {
      check(expression);
    }
  }

  private void check(String expression) {
    Set<String> labels = new TreeSet<>(OF_THE_CLUSTER);
    Matcher series = SERIES.matcher(expression);
    while (series.find()) {
      String name = series.group();
      assertTrue(exported.containsKey(name), () -> name + " in " + expression);
      labels.addAll(exported.get(name).keySet());
    }
    Matcher value = MATCHER.matcher(expression);
    while (value.find()) {
      String label = value.group(1);
      String wanted = value.group(2);
      assertTrue(labels.contains(label), () -> label + " in " + expression);
      assertTrue(
          ANY_VALUE.contains(label) || valuesOf(label).contains(wanted),
          () -> label + "=" + wanted + " in " + expression);
    }
    Matcher grouping = GROUPING.matcher(expression);
    while (grouping.find()) {
      for (String label : grouping.group(1).split(",", -1)) {
        assertTrue(labels.contains(label.strip()), () -> label + " in " + expression);
      }
    }
  }

  @Test
  void everyPanelIsRunWithRecordedSeries() throws IOException {
    List<String> run = expressions(RECORDED);

    // The lists of values of the variables are Grafana's.
    List<String> panels =
        expressions(DASHBOARD).stream().filter(text -> !text.startsWith("label_values")).toList();
    for (String panel : panels) {
      String expression =
          panel.replaceAll("\\$(namespace|role)\\b", ".*").replace("$__rate_interval", "5m");
      assertTrue(run.contains(expression), expression);
    }
  }

  @Test
  void everyAlertFiresInRecordedSeriesAndDoesNotInOthers() throws IOException {
    Set<String> firing = new TreeSet<>();
    Set<String> silent = new TreeSet<>();
    for (Map<?, ?> test : maps(read(RECORDED).get("tests"))) {
      for (Map<?, ?> expected : maps(test.get("alert_rule_test"))) {
        (maps(expected.get("exp_alerts")).isEmpty() ? silent : firing)
            .add(String.valueOf(expected.get("alertname")));
      }
    }
    Set<String> alerts = new TreeSet<>();
    for (Map<?, ?> group : maps(read(ALERTS).get("groups"))) {
      maps(group.get("rules")).forEach(rule -> alerts.add(String.valueOf(rule.get("alert"))));
    }

    assertEquals(alerts, firing);
    assertEquals(alerts, silent);
  }

  private static List<Map<?, ?>> maps(@Nullable Object list) {
    List<Map<?, ?>> maps = new ArrayList<>();
    if (list instanceof List<?> items) {
      items.forEach(item -> maps.add((Map<?, ?>) item));
    }
    return maps;
  }

  private Set<String> valuesOf(String label) {
    return exported.values().stream()
        .flatMap(labels -> labels.getOrDefault(label, Set.of()).stream())
        .collect(Collectors.toSet());
  }

  @Test
  void thePageListsEveryMeterWithItsTagsAndTheirValues() throws IOException {
    String page = Files.readString(PAGE);

    for (String series : exported.keySet()) {
      String name = series.replaceAll("_(count|sum|max)$", "");
      assertTrue(page.contains("`" + name), () -> name + " is missing in " + PAGE);
    }
    for (String label :
        List.of("role", "source", "audience", "state", "outcome", "failure", "code", "endpoint")) {
      assertTrue(page.contains("`" + label + "`"), label);
    }
    for (State state : State.values()) {
      assertTrue(page.contains("`" + TagValues.lowerCase(state) + "`"), state::toString);
    }
    for (FailureKind kind : FailureKind.values()) {
      assertTrue(page.contains("`" + TagValues.lowerCase(kind) + "`"), kind::toString);
    }
    for (String outcome : valuesOf("outcome")) {
      assertTrue(page.contains("`" + outcome + "`"), outcome);
    }
  }
}
