package dev.irsa.cli.lab;

import dev.irsa.cli.Json;
import dev.irsa.cli.pod.CallStream;
import dev.irsa.cli.timeline.Measure;
import dev.irsa.cli.timeline.PodTimeline;
import dev.irsa.cli.timeline.ServicePhase;
import dev.irsa.cli.timeline.Timeline;
import dev.irsa.testkit.server.RequestRecord;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The verdict for programs, as one JSON document. Times are UTC, ISO 8601. */
final class JsonReport {

  private JsonReport() {}

  static String of(Verdict verdict) {
    Evidence evidence = verdict.evidence();
    Traffic traffic = new Traffic(evidence.requests());
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("holds", verdict.holds());
    document.put("seconds", verdict.took().toMillis() / 1000.0);
    document.put("mechanism", evidence.mechanism().id());
    document.put("roleArn", evidence.roleArn());
    document.put("claims", verdict.claims().stream().map(JsonReport::claim).toList());
    document.put("calls", calls(traffic.where(notAfter(evidence.stoppedAt()))));
    document.put("generations", generations(traffic));
    document.put("rotatedAt", evidence.rotatedAt().stream().map(Instant::toString).toList());
    document.put("incidents", evidence.incidents().stream().map(JsonReport::incident).toList());
    document.put("deletedAt", evidence.deletedAt().toString());
    document.put("story", verdict.story().stream().map(JsonReport::happening).toList());
    return Json.line(document);
  }

  static String of(ScenarioVerdict verdict) {
    Timeline run = verdict.timeline();
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("holds", verdict.holds());
    document.put("seconds", verdict.took().toMillis() / 1000.0);
    document.put("scenario", verdict.scenario().toString());
    document.put("mechanism", verdict.mechanism().id());
    document.put("claims", verdict.claims().stream().map(JsonReport::claim).toList());
    document.put("pods", run.pods().stream().map(pod -> pod(run, pod)).toList());
    document.put("health", run.health().stream().map(JsonReport::phase).toList());
    document.put("story", verdict.story().stream().map(JsonReport::happening).toList());
    return Json.line(document);
  }

  /** Returns the figures of a pod: counts, and times in milliseconds, -1 if they never came. */
  private static Map<String, Object> pod(Timeline run, PodTimeline pod) {
    Map<String, Object> figures = new LinkedHashMap<>();
    for (Measure measure : Measure.values()) {
      if (measure.appliesTo(run)) {
        figures.put(measure.id(), measure.of(run, pod));
      }
    }
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("name", pod.name());
    members.put("title", pod.title());
    members.put("figures", figures);
    return members;
  }

  private static Map<String, Object> phase(ServicePhase phase) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("health", phase.health().label());
    members.put("from", phase.from().toString());
    members.put("until", phase.until().toString());
    return members;
  }

  private static Predicate<RequestRecord> notAfter(Instant moment) {
    return request -> !request.arrivedAt().isAfter(moment);
  }

  private static Map<String, Object> claim(Claim claim) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("id", claim.id());
    members.put("statement", claim.statement());
    members.put("holds", claim.holds());
    members.put("finding", claim.finding());
    return members;
  }

  private static Map<String, Object> calls(Traffic traffic) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("served", traffic.served());
    members.put("failed", traffic.failedCalls().size());
    for (CallStream stream : Traffic.credentialStreams()) {
      members.put(stream.id(), traffic.of(stream).size());
    }
    return members;
  }

  private static List<Map<String, Object>> generations(Traffic traffic) {
    return traffic.issues().stream()
        .map(
            exchange -> {
              Map<String, Object> members = new LinkedHashMap<>();
              members.put("accessKeyId", exchange.accessKeyId());
              members.put("issuedAt", exchange.answeredAt().toString());
              return members;
            })
        .toList();
  }

  private static Map<String, Object> incident(Incident incident) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("name", incident.name());
    members.put("from", incident.from().toString());
    members.put("until", incident.until().toString());
    return members;
  }

  private static Map<String, Object> happening(Happening happening) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("at", happening.at().toString());
    members.put("kind", happening.kind().label());
    members.put("text", happening.text());
    return members;
  }
}
