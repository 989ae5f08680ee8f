package dev.irsa.bench.report;

import dev.irsa.bench.report.Row.Group;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The thirty rows: what a user wants to know, with its target. */
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
    all.coldStart(17, "core", "irsa-core", Target.OF_FLOOR, 1.1);
    all.coldStart(25, "core", "irsa-core", Target.OF_FLOOR, 1.12);
    all.coldStart(17, "v2", "irsa-sdk-v2", Target.OF_SDK, 0.46);
    for (String main : new String[] {"S3Pod", "SpringPod"}) {
      all.firstCall(main, 17, "NONE", 0.5);
      all.firstCall(main, 17, "APP_CDS", 1);
      all.firstCall(main, 25, "NONE", 0.5);
      all.firstCall(main, 25, "AOT", 1);
    }
    all.early();
    all.hotPath("core", "irsa-core", "sdkV2");
    all.hotPath("v2", "irsa-sdk-v2", "sdkV2");
    all.hotPath("v1", "irsa-sdk-v1-bridge", "sdkV1");
    all.perRequest("handle", "core", "a handle, opened and closed", 600);
    all.handleBytes();
    all.perRequest("role", "roleFloor", "a role, one of 10,000", 2000);
    all.heapPerRole();
    all.outages("worst wait, v2", "worstMs", Unit.MILLIS, 20, "v2");
    all.outages("worst wait, v1", "worstMs", Unit.MILLIS, 20, "v1");
    String exceptions = "exceptions while valid, v2 and v1";
    all.outages(exceptions, "failuresWhileValid", Unit.COUNT, 0, "v2", "v1");
    all.refresh("http", Target.AT_MOST, 75 * 1024);
    all.refresh("https", Target.OF_FLOOR, 1.1);
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
      Target target,
      double limit,
      List<Double> ours,
      List<Double> sdk,
      List<Double> floor) {
    rows.add(new Row(group, what, unit, target, limit, ours, sdk, floor));
  }

  private void coldStart(int jdk, String variant, String module, Target target, double limit) {
    List<Double> ours = cold(jdk, variant);
    String what = module + ", JDK " + jdk;
    add(
        Group.COLD_START,
        what,
        Unit.MILLIS,
        target,
        limit,
        ours,
        cold(jdk, "sdk"),
        cold(jdk, "raw"));
  }

  private List<Double> cold(int jdk, String variant) {
    return results.process("coldstart", Map.of("jdk", Integer.toString(jdk)), variant, CPU);
  }

  private void firstCall(String main, int jdk, String archive, double limit) {
    String what = application(main) + start(jdk, archive);
    Map<String, String> cell =
        Map.of("application", main, "jdk", Integer.toString(jdk), "archive", archive);
    firstCall(what, Target.OF_MEDIAN_OF_SDK, limit, cell, "irsa", CPU);
  }

  /** Compares the time of a client that is built while the exchange runs with its own noise. */
  private void early() {
    String what = "S3, started early, wall, JDK 17";
    Map<String, String> cell = Map.of("application", "S3Pod", "jdk", "17", "archive", "NONE");
    firstCall(what, Target.WITHIN_NOISE, 0, cell, "eager", "wallMs");
  }

  private void firstCall(
      String what,
      Target target,
      double limit,
      Map<String, String> cell,
      String variant,
      String figure) {
    List<Double> ours = results.added("firstcall", cell, variant, figure);
    List<Double> sdk = results.added("firstcall", cell, "sdk", figure);
    List<Double> floor = results.added("firstcall", cell, "raw", figure);
    add(Group.FIRST_CALL, what, Unit.MILLIS, target, limit, ours, sdk, floor);
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
        Target.OF_FLOOR,
        1.1,
        ours,
        calls(peer),
        calls("floor"));
  }

  private List<Double> calls(String benchmark) {
    return results.time("calls", "Calls." + benchmark);
  }

  private void perRequest(String benchmark, String floor, String what, double limit) {
    List<Double> ours = calls(benchmark);
    List<Double> sdk = calls(benchmark + "Sdk");
    add(Group.PER_REQUEST, what, Unit.NANOS, Target.AT_MOST, limit, ours, sdk, calls(floor));
  }

  private void handleBytes() {
    String what = "a handle, opened and closed: memory";
    List<Double> ours = results.bytes("calls", "Calls.handle", "");
    List<Double> floor = results.bytes("calls", "Calls.core", "");
    add(Group.PER_REQUEST, what, Unit.BYTES, Target.AT_MOST, 400, ours, NONE, floor);
  }

  private void heapPerRole() {
    String what = "a role that is kept: heap";
    List<Double> ours = results.figures("footprint", Map.of(), "heapPerRole");
    add(Group.PER_REQUEST, what, Unit.BYTES, Target.AT_MOST, 2048, ours, NONE, NONE);
  }

  private void outages(String what, String figure, Unit unit, double limit, String... sdks) {
    List<Double> ours = worst("irsa-", figure, sdks);
    List<Double> theirs = worst("sdk-", figure, sdks);
    List<Double> floor = worst("static", figure, "");
    add(Group.OUTAGES, what, unit, Target.AT_MOST, limit, ours, theirs, floor);
  }

  private List<Double> worst(String provider, String figure, String... sdks) {
    return Stream.of(sdks)
        .map(sdk -> Map.of("provider", provider + sdk))
        .flatMap(wanted -> results.figures("stall/cells", wanted, figure).stream())
        .max(Double::compare)
        .stream()
        .toList();
  }

  private void refresh(String scheme, Target target, double limit) {
    List<Double> ours = results.bytes("refresh", "Refresh.core", scheme);
    List<Double> sdk = results.bytes("refresh", "Refresh.sdkV2", scheme);
    List<Double> floor = results.bytes("refresh", "Refresh.floor", scheme);
    add(Group.REFRESH, scheme, Unit.KILOBYTES, target, limit, ours, sdk, floor);
  }

  private void agentRefresh() {
    String what = "from the agent, time";
    List<Double> ours = results.time("refresh", "AgentRefresh.agentCore");
    List<Double> floor = results.time("refresh", "AgentRefresh.agentFloor");
    add(Group.REFRESH, what, Unit.MICROS, Target.OF_FLOOR, 2, ours, NONE, floor);
  }

  private void fleet(int minutes, double limit) {
    String what = "pods past expiry after " + minutes + " min";
    List<Double> ours = results.figures("fleet/irsa", Map.of(), "podsPastExpiry" + minutes);
    List<Double> sdk = results.figures("fleet/sdk", Map.of(), "podsPastExpiry" + minutes);
    add(Group.FLEET, what, Unit.COUNT, Target.AT_MOST, limit, ours, sdk, NONE);
  }

  private void agent(String program, String what, double limit) {
    List<Double> without = cold(17, program);
    List<Double> ours = Spread.difference(cold(17, program + "-agent"), without);
    List<Double> idle = Spread.difference(cold(17, program + "-idle-agent"), without);
    add(Group.AGENT, what + ", JDK 17", Unit.MILLIS, Target.ABOVE_FLOOR, limit, ours, NONE, idle);
  }

  private void size() {
    String what = results.at("footprint/irsa/jars").asText() + " jars";
    List<Double> ours = results.figures("footprint/irsa", Map.of(), "bytes");
    List<Double> sdk = results.figures("footprint/sdk", Map.of(), "bytes");
    add(Group.SIZE, what, Unit.MEGABYTES, Target.AT_MOST, 2.6e6, ours, sdk, NONE);
  }
}
