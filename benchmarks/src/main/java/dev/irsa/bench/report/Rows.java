package dev.irsa.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The rows: what a user wants to know, with its target. */
final class Rows {

  private static final List<Double> NONE = List.of();

  private final Results results;
  private final List<Row> rows = new ArrayList<>();

  private Rows(Results results) {
    this.results = results;
  }

  static List<Row> of(Results results) {
    Rows all = new Rows(results);
    for (int jdk : new int[] {17, 25}) {
      all.coldStart(jdk, "core", "irsa-core", 0.42);
      all.coldStart(jdk, "v2", "irsa-sdk-v2", 0.46);
    }
    all.firstCalls("twelve starts, CPU", "", "cpuMs", 0.5);
    all.firstCalls("twelve starts, wall time", "", "wallMs", 1);
    all.firstCalls("S3, CPU", "S3Pod", "cpuMs", 1);
    all.firstCalls("DynamoDB, CPU", "DynamoDbPod", "cpuMs", 1);
    all.firstCalls("Spring Boot, CPU", "SpringPod", "cpuMs", 1);
    all.startedEarly();
    all.hotPath("core", "irsa-core", "sdkV2", 0.4);
    all.hotPath("v2", "irsa-sdk-v2", "sdkV2", 0.4);
    all.hotPath("v1", "irsa-sdk-v1-bridge", "sdkV1", 0.55);
    all.allocated();
    all.guarded();
    all.handle();
    for (String sdk : new String[] {"v2", "v1"}) {
      all.outages("longest wait, " + sdk, sdk, "worstMs", Unit.MILLIS, 20);
      all.outages("exceptions while valid, " + sdk, sdk, "failuresWhileValid", Unit.COUNT, 0);
    }
    all.refresh();
    all.tenants();
    all.fleet(15, 0);
    all.fleet(20, 300);
    all.agent("s3", "first call of S3", 60);
    all.agent("empty", "outside of a pod", 10);
    all.size();
    return List.copyOf(all.rows);
  }

  private void add(
      String what,
      Unit unit,
      TargetKind target,
      double limit,
      List<Double> ours,
      List<Double> sdk,
      List<Double> floor) {
    rows.add(new Row(what, unit, target, limit, ours, sdk, floor));
  }

  private void coldStart(int jdk, String variant, String module, double limit) {
    String what = "Cold start, %s, JDK %d".formatted(module, jdk);
    List<Double> sdk = cold(jdk, "sdk");
    add(what, Unit.MILLIS, TargetKind.OF_SDK, limit, cold(jdk, variant), sdk, cold(jdk, "raw"));
  }

  private List<Double> cold(int jdk, String variant) {
    return cells("coldstart")
        .filter(cell -> cell.path("jdk").asInt() == jdk)
        .flatMap(cell -> Results.process(cell, variant, "cpuMs").stream())
        .toList();
  }

  private Stream<JsonNode> cells(String part) {
    return StreamSupport.stream(results.at(part + "/cells").spliterator(), false);
  }

  private void firstCalls(String what, String application, String figure, double limit) {
    add(
        "First call, " + what,
        Unit.MILLIS,
        TargetKind.OF_SDK,
        limit,
        together(application, "irsa", figure),
        together(application, "sdk", figure),
        together(application, "raw", figure));
  }

  /** Sums up the median of each start, since a single start is noise. */
  private List<Double> together(String application, String variant, String figure) {
    double sum =
        cells("firstcall")
            .filter(cell -> cell.path("application").asText().startsWith(application))
            .map(cell -> Spread.of(Results.added(cell, variant, figure)))
            .mapToDouble(added -> added == null ? Double.NaN : added.median())
            .sum();
    return sum == 0 ? NONE : List.of(sum);
  }

  /** Compares a client that is built while the exchange runs with its own noise. */
  private void startedEarly() {
    String what = "First call, S3, started early, wall time";
    add(
        what,
        Unit.MILLIS,
        TargetKind.WITHIN_NOISE,
        0,
        addedToS3("eager"),
        addedToS3("sdk"),
        addedToS3("raw"));
  }

  private List<Double> addedToS3(String variant) {
    Map<String, String> wanted = Map.of("application", "S3Pod", "jdk", "17", "archive", "NONE");
    return cells("firstcall")
        .filter(
            cell ->
                wanted.entrySet().stream()
                    .allMatch(each -> cell.path(each.getKey()).asText().equals(each.getValue())))
        .flatMap(cell -> Results.added(cell, variant, "wallMs").stream())
        .toList();
  }

  private void hotPath(String benchmark, String module, String peer, double limit) {
    add(
        "Every request, " + module,
        Unit.NANOS,
        TargetKind.OF_SDK,
        limit,
        calls(benchmark),
        calls(peer),
        calls("floor"));
  }

  /** The most that a call of ours allocates, whichever module it is of. */
  private void allocated() {
    List<Double> ours =
        Stream.of("core", "v2", "v1")
            .flatMap(benchmark -> results.bytes("calls", "Calls." + benchmark).stream())
            .max(Double::compare)
            .stream()
            .toList();
    List<Double> sdk = results.bytes("calls", "Calls.sdkV2");
    add("Every request, allocated", Unit.BYTES, TargetKind.AT_MOST, 0, ours, sdk, NONE);
  }

  private List<Double> calls(String benchmark) {
    return results.time("calls", "Calls." + benchmark);
  }

  private void guarded() {
    List<Double> ours = results.time("calls", "GuardedCalls.guard");
    add("Every request, the guard", Unit.NANOS, TargetKind.AT_MOST, 1_000, ours, NONE, NONE);
  }

  private void handle() {
    String what = "A handle for each request";
    List<Double> sdk = calls("handleSdk");
    add(what, Unit.NANOS, TargetKind.AT_MOST, 5_000, calls("handle"), sdk, calls("core"));
  }

  private void outages(String what, String sdk, String figure, Unit unit, double limit) {
    add(
        "Outages, " + what,
        unit,
        TargetKind.AT_MOST,
        limit,
        worst("irsa-" + sdk, figure),
        worst("sdk-" + sdk, figure),
        worst("static", figure));
  }

  private List<Double> worst(String provider, String figure) {
    return Results.figures(results.at("outages/cells"), Map.of("provider", provider), figure)
        .stream()
        .max(Double::compare)
        .stream()
        .toList();
  }

  private void refresh() {
    add(
        "One refresh, allocated",
        Unit.KILOBYTES,
        TargetKind.AT_MOST,
        75 * 1024,
        results.bytes("refresh", "Refresh.core"),
        results.bytes("refresh", "Refresh.sdkV2"),
        results.bytes("refresh", "Refresh.floor"));
  }

  private void tenants() {
    String what = "Tenants, a step of the loop";
    List<Double> step = results.step("tenants", "Tenants.tenants");
    add(what, Unit.NANOS, TargetKind.AT_MOST, 50_000, step, NONE, NONE);
    String other = "Tenants, another role meanwhile";
    List<Double> another = results.time("tenants", "Tenants.another");
    List<Double> alone = results.time("tenants", "Tenants.alone");
    add(other, Unit.MILLIS, TargetKind.AT_MOST, 250, another, NONE, alone);
  }

  private void fleet(int minutes, double limit) {
    String what = "Fleet, pods past expiry after %d min".formatted(minutes);
    String figure = "podsPastExpiry" + minutes;
    List<Double> ours = figure("fleet/irsa", figure);
    add(what, Unit.COUNT, TargetKind.AT_MOST, limit, ours, figure("fleet/sdk", figure), NONE);
  }

  private List<Double> figure(String place, String figure) {
    return Results.figures(results.at(place), Map.of(), figure);
  }

  private void agent(String program, String what, double limit) {
    List<Double> without = cold(17, program);
    List<Double> ours = Spread.difference(cold(17, program + "-agent"), without);
    List<Double> idle = Spread.difference(cold(17, program + "-idle-agent"), without);
    add("Agent, " + what, Unit.MILLIS, TargetKind.ABOVE_FLOOR, limit, ours, NONE, idle);
  }

  private void size() {
    String what = "Size, " + results.at("size/irsa/jars").asText() + " jars";
    List<Double> ours = figure("size/irsa", "bytes");
    add(what, Unit.MEGABYTES, TargetKind.AT_MOST, 3.2e6, ours, figure("size/sdk", "bytes"), NONE);
  }
}
