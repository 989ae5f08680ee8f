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
        "A handle reads the 19 variables and 12 properties that its configuration depends on, to"
            + " notice a change; STS is not called.");
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
    rows.add(
        new Row(
            Group.COLD_START,
            (figure.equals(CPU) ? "CPU, " : "wall, ") + module + ", JDK " + jdk,
            Unit.MILLIS,
            Spread.of(ours),
            Spread.of(sdk),
            Spread.of(results.process("coldstart", cell, "raw", figure)),
            Target.ofSdk(limit, Spread.ratio(ours, sdk)),
            COLD_25));
  }

  /** Compares what is added per round with the median of what the SDK adds. */
  private void firstCall(String main, int jdk, String archive, double limit, String reason) {
    Map<String, String> cell =
        Map.of("application", main, "jdk", Integer.toString(jdk), "archive", archive);
    Spread ours = added(cell, "irsa");
    Spread sdk = added(cell, "sdk");
    rows.add(
        new Row(
            Group.FIRST_CALL,
            application(main) + start(jdk, archive),
            Unit.MILLIS,
            ours,
            sdk,
            added(cell, "raw"),
            Target.ofSdk(limit, ours == null || sdk == null ? null : ours.times(1 / sdk.median())),
            reason));
  }

  private @Nullable Spread added(Map<String, String> cell, String variant) {
    return Spread.of(
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
    List<Double> ours = results.time("calls", "Calls." + benchmark, "");
    List<Double> floor = results.time("calls", "Calls.floor", "");
    rows.add(
        new Row(
            Group.HOT_PATH,
            module,
            Unit.NANOS,
            Spread.of(ours),
            Spread.of(results.time("calls", "Calls." + peer, "")),
            Spread.of(floor),
            Target.ofFloor(1.2, Spread.ratio(ours, floor)),
            HOT));
  }

  private void perRequest(
      String benchmark, String floor, String what, double limit, String reason) {
    Spread ours = Spread.of(results.time("calls", "Calls." + benchmark, ""));
    rows.add(
        new Row(
            Group.PER_REQUEST,
            what,
            Unit.NANOS,
            ours,
            Spread.of(results.time("calls", "Calls." + benchmark + "Sdk", "")),
            Spread.of(results.time("calls", "Calls." + floor, "")),
            Target.atMost(limit, Unit.NANOS, ours),
            reason));
  }

  private void outages(String sdk) {
    for (boolean wait : new boolean[] {true, false}) {
      String figure = wait ? "worstMs" : "failuresWhileValid";
      Spread ours = worst("irsa-" + sdk, figure);
      rows.add(
          new Row(
              Group.OUTAGES,
              (wait ? "worst wait, " : "exceptions while valid, ") + sdk,
              wait ? Unit.MILLIS : Unit.COUNT,
              ours,
              worst("sdk-" + sdk, figure),
              worst("static", figure),
              Target.atMost(wait ? 20 : 0, wait ? Unit.MILLIS : Unit.COUNT, ours),
              ""));
    }
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
    for (String scheme : new String[] {"http", "https"}) {
      List<Double> ours = results.bytes("refresh", "Refresh.core", scheme);
      List<Double> floor = results.bytes("refresh", "Refresh.floor", scheme);
      Spread kilobytes = kilobytes(ours);
      rows.add(
          new Row(
              Group.REFRESH,
              scheme.equals("http") ? "HTTP" : "HTTPS",
              Unit.KILOBYTES,
              kilobytes,
              kilobytes(results.bytes("refresh", "Refresh.sdkV2", scheme)),
              kilobytes(floor),
              scheme.equals("http")
                  ? Target.atMost(75, Unit.KILOBYTES, kilobytes)
                  : Target.ofFloor(1.1, Spread.ratio(ours, floor)),
              ""));
    }
  }

  private static @Nullable Spread kilobytes(List<Double> bytes) {
    Spread spread = Spread.of(bytes);
    return spread == null ? null : spread.times(1 / 1024.0);
  }

  private void fleet(int minutes, double limit) {
    JsonNode fleet = results.part("fleet");
    String figure = "podsPastExpiry" + minutes;
    Spread ours = single(fleet.path("irsa").path(figure), 1);
    rows.add(
        new Row(
            Group.FLEET,
            "pods past expiry after " + minutes + " min",
            Unit.COUNT,
            ours,
            single(fleet.path("sdk").path(figure), 1),
            null,
            Target.atMost(limit, Unit.COUNT, ours),
            ""));
  }

  private void agent(String program, String what, double limit, String reason) {
    Map<String, String> cell = Map.of("jdk", "17");
    List<Double> without = results.process("coldstart", cell, program, CPU);
    Spread ours =
        Spread.of(
            Spread.difference(
                results.process("coldstart", cell, program + "-agent", CPU), without));
    rows.add(
        new Row(
            Group.AGENT,
            what + ", JDK 17",
            Unit.MILLIS,
            ours,
            null,
            Spread.of(
                Spread.difference(
                    results.process("coldstart", cell, program + "-idle-agent", CPU), without)),
            Target.atMost(limit, Unit.MILLIS, ours),
            reason));
  }

  private void size() {
    JsonNode size = results.part("footprint");
    Spread ours = single(size.path("irsa").path("bytes"), 1e-6);
    rows.add(
        new Row(
            Group.SIZE,
            size.path("irsa").path("jars").asText() + " jars",
            Unit.MEGABYTES,
            ours,
            single(size.path("sdk").path("bytes"), 1e-6),
            null,
            Target.atMost(2.3, Unit.MEGABYTES, ours),
            "Our jars are stored without compression, which makes them 0.6 MB larger and starts"
                + " faster; Pod Identity, chains and roles by request came after the limit was set."));
  }

  static @Nullable Spread single(JsonNode figure, double factor) {
    return figure.isNumber() ? Spread.of(List.of(figure.asDouble() * factor)) : null;
  }
}
