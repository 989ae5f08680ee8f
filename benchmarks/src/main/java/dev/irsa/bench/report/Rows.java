package dev.irsa.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.irsa.bench.report.Row.Group;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The thirty rows: what a user wants to know, with its target. */
final class Rows {

  private static final String CPU = "cpuMs";
  private static final String COLD_25 =
      "The floor alone takes more than 0.40 of the SDK's CPU there, so the limits leave nothing for us.";
  private static final String PLAIN =
      "Half of what is added is work of the JIT compilers, whose queue is full during a start; the"
          + " quartiles are wider than the distance to the limit.";
  private static final String AOT =
      "A client of S3 needs the SDK's classes and methods anyway, so with a cache the SDK's exchange"
          + " is nearly free; ours has types and threads of its own.";
  private static final String HOT =
      "There are six references between the provider and the credentials and one in the floor; each"
          + " costs about a nanosecond.";

  private static final String SIZE =
      "Our jars are stored without compression, which makes them 0.6 MB larger and starts faster;"
          + " Pod Identity, chains and roles by request came after the limit was set.";

  private final Results results;
  private final List<Row> rows = new ArrayList<>();

  private Rows(Results results) {
    this.results = results;
  }

  static List<Row> of(Results results) {
    Rows all = new Rows(results);
    for (int jdk : new int[] {17, 25}) {
      all.coldStart(jdk, "core", "irsa-core", CPU, 0.42);
      all.coldStart(jdk, "v2", "irsa-sdk-v2", CPU, 0.46);
      all.coldStart(jdk, "v2", "irsa-sdk-v2", "wallMs", 0.50);
    }
    for (String main : new String[] {"S3Pod", "SpringPod"}) {
      all.firstCall(main, 17, "NONE", 0.5, PLAIN);
      all.firstCall(main, 17, "APP_CDS", 1, AOT);
      all.firstCall(main, 25, "NONE", 0.5, PLAIN);
      all.firstCall(main, 25, "AOT", 1, AOT);
    }
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
    all.perRequest("role", "roleFloor", "a role, one of 10,000", 2000, "");
    all.outages("v2");
    all.outages("v1");
    all.refresh();
    all.fleet(15, 0);
    all.fleet(20, 300);
    all.agent(
        "s3",
        "an S3 client's first call",
        60,
        "The rounds differ by more than the limit, and the JVM hands the bytes of each loaded class"
            + " to every agent.");
    all.agent(
        "empty",
        "a program outside of a pod",
        20,
        "The JVM gives up its archived modules for any agent; ours does next to nothing more.");
    all.size();
    return List.copyOf(all.rows);
  }

  private void coldStart(int jdk, String variant, String module, String figure, double limit) {
    Map<String, String> cell = Map.of("jdk", Integer.toString(jdk));
    List<Double> ours = results.process("coldstart", cell, variant, figure);
    List<Double> sdk = results.process("coldstart", cell, "sdk", figure);
    List<Double> floor = results.process("coldstart", cell, "raw", figure);
    String what = (figure.equals(CPU) ? "CPU, " : "wall, ") + module + ", JDK " + jdk;
    Target target = Target.ofSdk(limit, Spread.ratio(ours, sdk));
    add(Group.COLD_START, what, Unit.MILLIS, of(ours), of(sdk), of(floor), target, COLD_25);
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
    return of(
        Spread.difference(
            results.process("firstcall", cell, variant, CPU),
            results.process("firstcall", cell, "static", CPU)));
  }

  static String application(String main) {
    return main.equals("S3Pod") ? "S3" : "Spring Boot";
  }

  static String start(int jdk, String archive) {
    return ", JDK "
        + jdk
        + (archive.equals("AOT") ? ", AOT cache" : archive.equals("NONE") ? "" : ", AppCDS");
  }

  private void hotPath(String benchmark, String module, String peer) {
    Spread ratio = Spread.ratio(calls(benchmark), calls("floor"));
    Target target = Target.ofFloor(1.2, ratio);
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

  private void outages(String sdk) {
    outages("worst wait, ", sdk, "worstMs", Unit.MILLIS, 20);
    outages("exceptions while valid, ", sdk, "failuresWhileValid", Unit.COUNT, 0);
  }

  private void outages(String what, String sdk, String figure, Unit unit, double limit) {
    Spread ours = worst("irsa-" + sdk, figure);
    Spread theirs = worst("sdk-" + sdk, figure);
    Spread floor = worst("static", figure);
    Target target = Target.atMost(limit, unit, ours);
    add(Group.OUTAGES, what + sdk, unit, ours, theirs, floor, target, "");
  }

  private @Nullable Spread worst(String provider, String figure) {
    return Spread.of(
        results.cells("stall", Map.of("provider", provider)).stream()
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
    Spread ours = addedByAgent(program, "-agent");
    Spread floor = addedByAgent(program, "-idle-agent");
    Target target = Target.atMost(limit, Unit.MILLIS, ours);
    add(Group.AGENT, what + ", JDK 17", Unit.MILLIS, ours, null, floor, target, reason);
  }

  private @Nullable Spread addedByAgent(String program, String agent) {
    Map<String, String> cell = Map.of("jdk", "17");
    return of(
        Spread.difference(
            results.process("coldstart", cell, program + agent, CPU),
            results.process("coldstart", cell, program, CPU)));
  }

  private void size() {
    JsonNode size = results.part("footprint");
    Spread ours = single(size.path("irsa").path("bytes"), 1e-6);
    Spread sdk = single(size.path("sdk").path("bytes"), 1e-6);
    String what = size.path("irsa").path("jars").asText() + " jars";
    Target target = Target.atMost(2.3, Unit.MEGABYTES, ours);
    add(Group.SIZE, what, Unit.MEGABYTES, ours, sdk, null, target, SIZE);
  }

  private static @Nullable Spread single(JsonNode figure, double factor) {
    return figure.isNumber() ? Spread.of(List.of(figure.asDouble() * factor)) : null;
  }
}
