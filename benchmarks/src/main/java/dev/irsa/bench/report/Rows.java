package dev.irsa.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.irsa.bench.report.Row.Group;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The thirty rows: what a user wants to know, with its target. */
final class Rows {

  private static final String CPU = "cpuMs";
  private static final String COLD =
      "About 145 types of ours are loaded and run for the first time, a third of a millisecond each.";
  private static final String PLAIN =
      "The application's threads do about as much as with the SDK's provider (see the last table);"
          + " the rest is work of the JIT compilers, whose queue is full during a start. The quartiles"
          + " are wider than the distance to the limit.";
  private static final String AOT =
      "With a cache an exchange costs the application's threads 20 to 30 ms, ours as well as the"
          + " SDK's (see the last table); the rest is work of the JIT compilers, which differs between"
          + " two runs by more than the distance to the limit.";
  private static final String HOT =
      "There are six references between the provider and the credentials and one in the floor; each"
          + " costs about a nanosecond.";

  private static final String HANDLE_BYTES =
      "A handle consists of its settings, the lease that gives it back, and the list of its owners.";
  private static final String HEAP =
      "The session of a role has an engine of its own, with its limits and its plan.";
  private static final String FROM_AGENT =
      "Each value that the agent sends is checked, and the session gets a new plan.";

  private static final String SIZE =
      "Our jars are stored without compression, which makes them 0.6 MB larger; it saves a client of"
          + " S3 a quarter of what our provider adds to its start.";

  private final Results results;
  private final List<Row> rows = new ArrayList<>();

  private Rows(Results results) {
    this.results = results;
  }

  static List<Row> of(Results results) {
    Rows all = new Rows(results);
    all.coldStart(17, "core", "irsa-core", "raw", 1.1);
    all.coldStart(25, "core", "irsa-core", "raw", 1.12);
    all.coldStart(17, "v2", "irsa-sdk-v2", "sdk", 0.46);
    for (String main : new String[] {"S3Pod", "SpringPod"}) {
      all.firstCall(main, 17, "NONE", 0.5, PLAIN);
      all.firstCall(main, 17, "APP_CDS", 1, AOT);
      all.firstCall(main, 25, "NONE", 0.5, PLAIN);
      all.firstCall(main, 25, "AOT", 1, AOT);
    }
    all.early();
    all.hotPath("core", "irsa-core", "sdkV2");
    all.hotPath("v2", "irsa-sdk-v2", "sdkV2");
    all.hotPath("v1", "irsa-sdk-v1-bridge", "sdkV1");
    all.perRequest(
        "handle",
        "core",
        "a handle, opened and closed",
        600,
        "Half of it is spent on trying out the stack, so that an overflow leaves no lock behind;"
            + " the rest on taking the session and giving it back. STS is not called.");
    all.handleBytes();
    all.perRequest("role", "roleFloor", "a role, one of 10,000", 2000, "");
    all.heapPerRole();
    all.worstWait("v2");
    all.worstWait("v1");
    all.exceptions();
    all.refresh();
    all.fleet(15, 0);
    all.fleet(20, 300);
    all.agent("s3", "an S3 client's first call", 60, "The rounds differ by more than the limit.");
    all.agent(
        "empty", "a program outside of a pod", 10, "The rounds differ by more than the limit.");
    all.size();
    return List.copyOf(all.rows);
  }

  private void coldStart(int jdk, String variant, String module, String against, double limit) {
    Map<String, String> cell = Map.of("jdk", Integer.toString(jdk));
    List<Double> ours = results.process("coldstart", cell, variant, CPU);
    List<Double> sdk = results.process("coldstart", cell, "sdk", CPU);
    List<Double> floor = results.process("coldstart", cell, "raw", CPU);
    Target target =
        against.equals("raw")
            ? Target.ofFloor(limit, Spread.ratio(ours, floor))
            : Target.ofSdk(limit, Spread.ratio(ours, sdk));
    String what = module + ", JDK " + jdk;
    add(Group.COLD_START, what, Unit.MILLIS, of(ours), of(sdk), of(floor), target, COLD);
  }

  private static @Nullable Spread of(List<Double> figures) {
    return Spread.of(figures);
  }

  private void add(
      Group group,
      String what,
      Unit unit,
      @Nullable Spread ours,
      @Nullable Spread sdk,
      @Nullable Spread floor,
      Target target,
      String reason) {
    rows.add(new Row(group, what, unit, ours, sdk, floor, target, reason));
  }

  /** Compares what is added per round with the median of what the SDK adds. */
  private void firstCall(String main, int jdk, String archive, double limit, String reason) {
    Map<String, String> cell =
        Map.of("application", main, "jdk", Integer.toString(jdk), "archive", archive);
    Spread ours = added(cell, "irsa");
    Spread sdk = added(cell, "sdk");
    Spread floor = added(cell, "raw");
    String what = application(main) + start(jdk, archive);
    Target target =
        Target.ofSdk(limit, ours == null || sdk == null ? null : ours.times(1 / sdk.median()));
    add(Group.FIRST_CALL, what, Unit.MILLIS, ours, sdk, floor, target, reason);
  }

  private @Nullable Spread added(Map<String, String> cell, String variant) {
    return added(cell, variant, CPU);
  }

  private @Nullable Spread added(Map<String, String> cell, String variant, String figure) {
    return results.added("firstcall", cell, variant, figure);
  }

  /** Compares the time of a client that is built while the exchange runs with its own noise. */
  private void early() {
    Map<String, String> cell = Map.of("application", "S3Pod", "jdk", "17", "archive", "NONE");
    Spread ours = added(cell, "eager", "wallMs");
    Spread sdk = added(cell, "sdk", "wallMs");
    Spread floor = added(cell, "raw", "wallMs");
    String what = "S3, started early, wall, JDK 17";
    Target target = Target.withinNoise(Unit.MILLIS, ours);
    add(Group.FIRST_CALL, what, Unit.MILLIS, ours, sdk, floor, target, "");
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
    Spread ratio = Spread.ratio(calls(benchmark), calls("floor"));
    Target target = Target.ofFloor(1.1, ratio);
    Spread ours = of(calls(benchmark));
    Spread floor = of(calls("floor"));
    add(Group.HOT_PATH, module, Unit.NANOS, ours, of(calls(peer)), floor, target, HOT);
  }

  private List<Double> calls(String benchmark) {
    return results.time("calls", "Calls." + benchmark, "");
  }

  private void perRequest(
      String benchmark, String floor, String what, double limit, String reason) {
    Spread ours = of(calls(benchmark));
    Spread sdk = of(calls(benchmark + "Sdk"));
    Target target = Target.atMost(limit, Unit.NANOS, ours);
    add(Group.PER_REQUEST, what, Unit.NANOS, ours, sdk, of(calls(floor)), target, reason);
  }

  private void handleBytes() {
    Spread ours = of(results.bytes("calls", "Calls.handle", ""));
    Target target = Target.atMost(400, Unit.BYTES, ours);
    String what = "a handle, opened and closed: memory";
    Spread floor = of(results.bytes("calls", "Calls.core", ""));
    add(Group.PER_REQUEST, what, Unit.BYTES, ours, null, floor, target, HANDLE_BYTES);
  }

  private void heapPerRole() {
    Spread ours = single(results.part("footprint").path("heapPerRole"), 1);
    Target target = Target.atMost(2048, Unit.BYTES, ours);
    add(Group.PER_REQUEST, "a role that is kept: heap", Unit.BYTES, ours, null, null, target, HEAP);
  }

  private void worstWait(String sdk) {
    outages("worst wait, " + sdk, "worstMs", Unit.MILLIS, 20, sdk);
  }

  private void exceptions() {
    outages("exceptions while valid, v2 and v1", "failuresWhileValid", Unit.COUNT, 0, "v2", "v1");
  }

  private void outages(String what, String figure, Unit unit, double limit, String... sdks) {
    Spread ours = worst("irsa-", figure, sdks);
    Spread theirs = worst("sdk-", figure, sdks);
    Spread floor = worst("static", figure, "");
    Target target = Target.atMost(limit, unit, ours);
    add(Group.OUTAGES, what, unit, ours, theirs, floor, target, "");
  }

  private @Nullable Spread worst(String provider, String figure, String... sdks) {
    return Spread.of(
        Stream.of(sdks)
            .flatMap(sdk -> results.cells("stall", Map.of("provider", provider + sdk)).stream())
            .map(cell -> cell.path(figure).asDouble())
            .max(Double::compare)
            .stream()
            .toList());
  }

  private void refresh() {
    Target http = Target.atMost(75, Unit.KILOBYTES, kilobytes("core", "http"));
    Target https =
        Target.ofFloor(1.1, Spread.ratio(bytes("core", "https"), bytes("floor", "https")));
    refresh("http", http);
    refresh("https", https);
    List<Double> ours = results.time("refresh", "AgentRefresh.agentCore", "");
    List<Double> floor = results.time("refresh", "AgentRefresh.agentFloor", "");
    Target agent = Target.ofFloor(2, Spread.ratio(ours, floor));
    String what = "from the agent, time";
    add(Group.REFRESH, what, Unit.MICROS, of(ours), null, of(floor), agent, FROM_AGENT);
  }

  private void refresh(String scheme, Target target) {
    Spread ours = kilobytes("core", scheme);
    Spread sdk = kilobytes("sdkV2", scheme);
    Spread floor = kilobytes("floor", scheme);
    add(Group.REFRESH, scheme, Unit.KILOBYTES, ours, sdk, floor, target, "");
  }

  private List<Double> bytes(String benchmark, String scheme) {
    return results.bytes("refresh", "Refresh." + benchmark, scheme);
  }

  private @Nullable Spread kilobytes(String benchmark, String scheme) {
    Spread bytes = of(bytes(benchmark, scheme));
    return bytes == null ? null : bytes.times(1 / 1024.0);
  }

  private void fleet(int minutes, double limit) {
    JsonNode fleet = results.part("fleet");
    String figure = "podsPastExpiry" + minutes;
    Spread ours = single(fleet.path("irsa").path(figure), 1);
    Spread sdk = single(fleet.path("sdk").path(figure), 1);
    String what = "pods past expiry after " + minutes + " min";
    Target target = Target.atMost(limit, Unit.COUNT, ours);
    add(Group.FLEET, what, Unit.COUNT, ours, sdk, null, target, "");
  }

  private void agent(String program, String what, double limit, String reason) {
    Map<String, String> cell = Map.of("jdk", "17");
    List<Double> without = results.process("coldstart", cell, program, CPU);
    List<Double> idle = results.process("coldstart", cell, program + "-idle-agent", CPU);
    List<Double> with = results.process("coldstart", cell, program + "-agent", CPU);
    Spread ours = of(Spread.difference(with, without));
    Spread floor = of(Spread.difference(idle, without));
    Target target = Target.atMost(limit, Unit.MILLIS, of(Spread.difference(with, idle)));
    add(Group.AGENT, what + ", JDK 17", Unit.MILLIS, ours, null, floor, target, reason);
  }

  private void size() {
    JsonNode size = results.part("footprint");
    Spread ours = single(size.path("irsa").path("bytes"), 1e-6);
    Spread sdk = single(size.path("sdk").path("bytes"), 1e-6);
    String what = size.path("irsa").path("jars").asText() + " jars";
    Target target = Target.atMost(2.6, Unit.MEGABYTES, ours);
    add(Group.SIZE, what, Unit.MEGABYTES, ours, sdk, null, target, SIZE);
  }

  private static @Nullable Spread single(JsonNode figure, double factor) {
    return figure.isNumber() ? Spread.of(List.of(figure.asDouble() * factor)) : null;
  }
}
