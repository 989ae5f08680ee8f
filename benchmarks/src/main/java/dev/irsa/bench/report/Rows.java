package dev.irsa.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.irsa.bench.report.Row.Group;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rows: what a user wants to know, with its target. */
final class Rows {

  private static final List<Double> NONE = List.of();
  private static final String CPU = "cpuMs";

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
    all.firstCalls();
    all.early();
    all.hotPath("core", "irsa-core", "sdkV2");
    all.hotPath("v2", "irsa-sdk-v2", "sdkV2");
    all.hotPath("v1", "irsa-sdk-v1-bridge", "sdkV1");
    all.handle();
    all.outages("worst wait, v2", "worstMs", Unit.MILLIS, 20, "v2");
    all.outages("worst wait, v1", "worstMs", Unit.MILLIS, 20, "v1");
    String exceptions = "exceptions while valid, v2 and v1";
    all.outages(exceptions, "failuresWhileValid", Unit.COUNT, 0, "v2", "v1");
    all.refresh("http", TargetKind.AT_MOST, 75 * 1024);
    all.refresh("https", TargetKind.OF_FLOOR, 1.1);
    all.agentRefresh();
    all.fleet(15, 0);
    all.fleet(20, 300);
    all.agent("s3", "an S3 client's first call", 60);
    all.agent("empty", "a program outside of a pod", 10);
    all.size();
    return List.copyOf(all.rows);
  }

  private void add(
      Group group,
      String what,
      Unit unit,
      TargetKind target,
      double limit,
      List<Double> ours,
      List<Double> sdk,
      List<Double> floor) {
    rows.add(new Row(group, what, unit, target, limit, ours, sdk, floor));
  }

  private void coldStart(int jdk, String variant, String module, double limit) {
    List<Double> ours = cold(jdk, variant);
    String what = module + ", JDK " + jdk;
    add(
        Group.COLD_START,
        what,
        Unit.MILLIS,
        TargetKind.OF_SDK,
        limit,
        ours,
        cold(jdk, "sdk"),
        cold(jdk, "raw"));
  }

  private List<Double> cold(int jdk, String variant) {
    return results.process("coldstart", Map.of("jdk", Integer.toString(jdk)), variant, CPU);
  }

  /** A cell by itself is noise, so what is added to the median of each is summed up. */
  private void firstCalls() {
    String what = "twelve starts together";
    add(
        Group.FIRST_CALL,
        what,
        Unit.MILLIS,
        TargetKind.OF_SDK,
        0.6,
        together("irsa"),
        together("sdk"),
        together("raw"));
  }

  private List<Double> together(String variant) {
    double sum = 0;
    for (JsonNode cell : results.at("firstcall/cells")) {
      Map<String, String> wanted =
          Stream.of("application", "jdk", "archive")
              .collect(Collectors.toMap(name -> name, name -> cell.path(name).asText()));
      Spread added = Spread.of(results.added("firstcall", wanted, variant, CPU));
      sum += added == null ? Double.NaN : added.median();
    }
    return sum == 0 ? NONE : List.of(sum);
  }

  /** Compares the time of a client that is built while the exchange runs with its own noise. */
  private void early() {
    String what = "S3, started early, wall, JDK 17";
    Map<String, String> cell = Map.of("application", "S3Pod", "jdk", "17", "archive", "NONE");
    List<Double> ours = results.added("firstcall", cell, "eager", "wallMs");
    List<Double> sdk = results.added("firstcall", cell, "sdk", "wallMs");
    List<Double> floor = results.added("firstcall", cell, "raw", "wallMs");
    add(Group.FIRST_CALL, what, Unit.MILLIS, TargetKind.WITHIN_NOISE, 0, ours, sdk, floor);
  }

  static String application(String main) {
    return switch (main) {
      case "S3Pod" -> "S3";
      case "DynamoDbPod" -> "DynamoDB";
      default -> "Spring Boot";
    };
  }

  static String start(int jdk, String archive) {
    return ", JDK "
        + jdk
        + (archive.equals("AOT") ? ", AOT cache" : archive.equals("NONE") ? "" : ", AppCDS");
  }

  private void hotPath(String benchmark, String module, String peer) {
    List<Double> ours = calls(benchmark);
    add(
        Group.HOT_PATH,
        module,
        Unit.NANOS,
        TargetKind.OF_FLOOR,
        1.1,
        ours,
        calls(peer),
        calls("floor"));
  }

  private List<Double> calls(String benchmark) {
    return results.time("calls", "Calls." + benchmark);
  }

  private void handle() {
    String what = "a handle, opened and closed";
    List<Double> ours = calls("handle");
    List<Double> sdk = calls("handleSdk");
    add(Group.PER_REQUEST, what, Unit.NANOS, TargetKind.AT_MOST, 5_000, ours, sdk, calls("core"));
  }

  private void outages(String what, String figure, Unit unit, double limit, String... sdks) {
    List<Double> ours = worst("irsa-", figure, sdks);
    List<Double> theirs = worst("sdk-", figure, sdks);
    List<Double> floor = worst("static", figure, "");
    add(Group.OUTAGES, what, unit, TargetKind.AT_MOST, limit, ours, theirs, floor);
  }

  private List<Double> worst(String provider, String figure, String... sdks) {
    return Stream.of(sdks)
        .map(sdk -> Map.of("provider", provider + sdk))
        .flatMap(wanted -> results.figures("stall/cells", wanted, figure).stream())
        .max(Double::compare)
        .stream()
        .toList();
  }

  private void refresh(String scheme, TargetKind target, double limit) {
    List<Double> ours = results.bytes("refresh", "Refresh.core", scheme);
    List<Double> sdk = results.bytes("refresh", "Refresh.sdkV2", scheme);
    List<Double> floor = results.bytes("refresh", "Refresh.floor", scheme);
    add(Group.REFRESH, scheme, Unit.KILOBYTES, target, limit, ours, sdk, floor);
  }

  private void agentRefresh() {
    String what = "from the agent, time";
    List<Double> ours = results.time("refresh", "AgentRefresh.agentCore");
    List<Double> floor = results.time("refresh", "AgentRefresh.agentFloor");
    add(Group.REFRESH, what, Unit.MICROS, TargetKind.OF_FLOOR, 2, ours, NONE, floor);
  }

  private void fleet(int minutes, double limit) {
    String what = "pods past expiry after " + minutes + " min";
    List<Double> ours = results.figures("fleet/irsa", Map.of(), "podsPastExpiry" + minutes);
    List<Double> sdk = results.figures("fleet/sdk", Map.of(), "podsPastExpiry" + minutes);
    add(Group.FLEET, what, Unit.COUNT, TargetKind.AT_MOST, limit, ours, sdk, NONE);
  }

  private void agent(String program, String what, double limit) {
    List<Double> without = cold(17, program);
    List<Double> ours = Spread.difference(cold(17, program + "-agent"), without);
    List<Double> idle = Spread.difference(cold(17, program + "-idle-agent"), without);
    add(
        Group.AGENT,
        what + ", JDK 17",
        Unit.MILLIS,
        TargetKind.ABOVE_FLOOR,
        limit,
        ours,
        NONE,
        idle);
  }

  private void size() {
    String what = results.at("footprint/irsa/jars").asText() + " jars";
    List<Double> ours = results.figures("footprint/irsa", Map.of(), "bytes");
    List<Double> sdk = results.figures("footprint/sdk", Map.of(), "bytes");
    add(Group.SIZE, what, Unit.MEGABYTES, TargetKind.AT_MOST, 3.2e6, ours, sdk, NONE);
  }
}
