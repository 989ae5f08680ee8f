package dev.irsa.cli.internal.lab;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.EnumFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.irsa.cli.internal.timeline.Measure;
import dev.irsa.cli.internal.timeline.Timeline;
import dev.irsa.cli.internal.timeline.Timeline.Call;
import dev.irsa.cli.internal.timeline.Timeline.Claim;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The result of a run. Immutable.
 *
 * @param scenario what the pods met
 * @param source how they get their credentials
 * @param comparedSdk the SDK in the second pod; null if there is only one pod
 * @param claims the claims on the first pod, with their findings
 * @param run what happened
 * @param took the duration of the whole run
 */
public record LabResult(
    Scenario scenario,
    CredentialSource source,
    @Nullable ComparedSdk comparedSdk,
    List<Claim> claims,
    Timeline run,
    Duration took) {
  /** Calls may be late for a tenth of a run: the lab's times have that much to spare. */
  private static final int MOST_STALLED = 10;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
          .addModule(new SimpleModule().addSerializer(Instant.class, ToStringSerializer.instance))
          .build();
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  /** Copies the claims. */
  public LabResult {
    claims = List.copyOf(claims);
  }

  /** Returns whether every claim holds. */
  public boolean holds() {
    return claims.stream().allMatch(Claim::holds);
  }

  /** Returns the command line that leads to this run. */
  String command() {
    boolean implied = scenario.obstacle(CredentialSource.IRSA) != null;
    return "irsa lab"
        + (scenario == Scenario.DEMONSTRATION ? "" : " --scenario " + scenario)
        + (source == CredentialSource.POD_IDENTITY && !implied ? " --pod-identity" : "")
        + (comparedSdk == null ? "" : " --peer " + comparedSdk);
  }

  /** Returns in a sentence whether the claims hold. */
  String verdict() {
    List<String> failed = claims.stream().filter(claim -> !claim.holds()).map(Claim::id).toList();
    return failed.isEmpty()
        ? "All %d claims hold.".formatted(claims.size())
        : "%d of %d claims failed: %s.%s"
            .formatted(failed.size(), claims.size(), String.join(", ", failed), slowness());
  }

  /** Returns that the machine was too slow for the times of the run; empty if it was not. */
  private String slowness() {
    Duration planned = run.since(run.steadyUntil());
    Duration late = run.subject().stalled();
    return late.multipliedBy(MOST_STALLED).compareTo(planned) < 0
        ? ""
        : " This machine was too slow to tell why: in %s, calls that need no credentials were %s late."
                .formatted(Measure.duration(planned.toMillis()), Measure.duration(late.toMillis()))
            + " Try again when it is idle.";
  }

  /** Returns what was found out, in a line. */
  String finding() {
    return scenario.finding(run);
  }

  /** Returns what happened in a few sentences. */
  private String introduction() {
    StringBuilder text = new StringBuilder(scenario.situation());
    if (comparedSdk != null) {
      text.append(
          " Two pods meet it at the same moment, each in a lab of its own: one with this project's"
              + " provider chain (irsa), one with the default chain of AWS SDK for Java %s."
                  .formatted(comparedSdk.title().replace("SDK ", "")));
    }
    run.pods().forEach(pod -> text.append(failures(pod)));
    return text.toString();
  }

  /** Returns what the failures of a pod's calls mean; empty without such ones. */
  private String failures(Timeline.Pod pod) {
    StringBuilder text = new StringBuilder();
    long early = Measure.FAILED_BEFORE_FIRST.of(run, pod);
    if (early > 0 && !run.failures().isEmpty()) {
      text.append(
          " %s calls of %s failed before its first credentials, while %s was %s."
              .formatted(
                  Measure.number(early),
                  pod.title(),
                  run.service(),
                  run.failures().get(0).health().label()));
    }
    if (Measure.OTHER_IDENTITY.of(run, pod) > 0) {
      boolean forGood = pod.calls().stream().noneMatch(Call::served);
      text.append(
          " %s made %s calls as the node's role%s; %s more as this role were rejected."
              .formatted(
                  pod.title(),
                  Measure.OTHER_IDENTITY.text(run, pod),
                  forGood ? ", to the end of the run" : "",
                  Measure.FAILED_AS_OTHER.text(run, pod)));
    }
    return text.toString();
  }

  /** Returns the complete result for programs, as one JSON document. Times are UTC, ISO 8601. */
  public String json() {
    return document().toString();
  }

  private ObjectNode document() {
    ObjectNode document =
        JSON.createObjectNode()
            .put("holds", holds())
            .put("finding", finding())
            .put("seconds", took.toMillis() / 1000.0)
            .put("scenario", scenario.toString())
            .put("mechanism", source.id());
    document.set("claims", JSON.valueToTree(claims));
    ArrayNode pods = document.putArray("pods");
    for (Timeline.Pod pod : run.pods()) {
      ObjectNode one = pods.addObject().put("name", pod.name()).put("title", pod.title());
      ObjectNode figures = one.putObject("figures");
      for (Measure measure : Measure.values()) {
        figures.put(measure.id(), measure.of(run, pod));
      }
      one.set("sessions", JSON.valueToTree(pod.sessions()));
    }
    document.set("health", JSON.valueToTree(run.phases()));
    document.set("events", JSON.valueToTree(run.events()));
    return document;
  }

  /** Returns the complete result for people, as a page in HTML. */
  public String page() {
    ObjectNode data =
        document()
            .put("service", run.service())
            .put("from", run.from().toString())
            .put("steadyUntil", run.steadyUntil().toString())
            .put("until", run.until().toString());
    ArrayNode rows = data.putArray("rows");
    for (Measure measure : Measure.values()) {
      if (measure.appliesTo(run)) {
        ObjectNode row = rows.addObject().put("label", measure.label());
        row.set("texts", each(pod -> measure.text(run, pod)));
        row.set("worse", each(pod -> measure.isWorse(run, pod)));
      }
    }
    for (int i = 0; i < run.pods().size(); i++) {
      addTimeline((ObjectNode) data.path("pods").path(i), run.pods().get(i));
    }
    return ReportPage.html(
        Map.of(
            "command", command(),
            "finding", finding(),
            "introduction", introduction(),
            "verdict", verdict(),
            "origin", origin()),
        data);
  }

  private JsonNode each(Function<Timeline.Pod, Object> value) {
    return JSON.valueToTree(run.pods().stream().map(value).toList());
  }

  /** Adds what the page draws of a pod; of calls only when they were made, in milliseconds. */
  private void addTimeline(ObjectNode data, Timeline.Pod pod) {
    data.set("tokens", JSON.valueToTree(pod.tokens()));
    data.set("exchanges", JSON.valueToTree(pod.exchanges()));
    data.set("agentExchanges", JSON.valueToTree(pod.agentExchanges()));
    data.set(
        "calls",
        JSON.valueToTree(
            pod.calls().stream()
                .collect(
                    groupingBy(
                        call -> kind(pod, call),
                        TreeMap::new,
                        mapping(call -> run.since(call.at()).toMillis(), toList())))));
    data.set("waits", JSON.valueToTree(pod.waits()));
  }

  /** Returns as what the page draws a call. */
  private String kind(Timeline.Pod pod, Timeline.Call call) {
    return switch (call.outcome()) {
      case SERVED -> "served";
      case OTHER_IDENTITY -> "as-other";
      case REJECTED, THREW ->
          call.at().isAfter(run.steadyUntil())
              ? "denied"
              : Measure.failedBeforeFirst(pod, call) ? "failed-at-first" : "failed";
    };
  }

  /** Returns when, where and with what the report was made. */
  private String origin() {
    String version = LabResult.class.getPackage().getImplementationVersion();
    return "Made on %s in %.1f s by irsa%s on Java %s, from the lab's request log. All traffic stayed on loopback."
        .formatted(
            DATE.format(run.from()),
            took.toMillis() / 1_000.0,
            version == null ? "" : " " + version,
            System.getProperty("java.version"));
  }
}
