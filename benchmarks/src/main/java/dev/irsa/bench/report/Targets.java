package dev.irsa.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.irsa.bench.report.Target.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All targets of the project, with the measured figures. */
final class Targets {

  private static final String V2 = "irsa-sdk-v2";
  private static final String NEWEST = "sdk-v2-newest";
  private static final List<String> SCENARIOS =
      List.of("AHEAD", "LATE", "DOWN", "THROTTLED", "HANGS");

  private static final List<String> APPLICATIONS = List.of("S3", "DYNAMO_DB", "SPRING_BOOT");
  private static final List<String> ARCHIVES = List.of("NONE", "APP_CDS", "AOT");

  private final Results results;
  private final List<Target> targets = new ArrayList<>();

  private Targets(Results results) {
    this.results = results;
  }

  static List<Target> of(Results results) {
    Targets all = new Targets(results);
    all.coldStart();
    all.container();
    all.firstCall();
    all.agent();
    all.hotPath();
    all.otherCalls();
    all.stalls();
    all.refresh();
    all.fleet();
    all.footprint();
    return List.copyOf(all.targets);
  }

  private void add(String part, String what, Unit unit, double limit, @Nullable Spread measured) {
    targets.add(new Target(part, what, unit, limit, measured));
  }

  private void coldStart() {
    String part = "coldstart";
    String newest = "SDK v2 " + results.newestSdk();
    add(part, "CPU, core / raw, JDK 17", Unit.RATIO, 1.10, cold(17, "irsa-core", "raw", "cpuMs"));
    add(part, "CPU, core / raw, JDK 25", Unit.RATIO, 1.20, cold(25, "irsa-core", "raw", "cpuMs"));
    for (int jdk : new int[] {17, 25}) {
      String on = ", JDK " + jdk;
      add(
          part,
          "CPU, core / " + newest + on,
          Unit.RATIO,
          0.42,
          cold(jdk, "irsa-core", NEWEST, "cpuMs"));
      add(part, "CPU, adapter / " + newest + on, Unit.RATIO, 0.46, cold(jdk, V2, NEWEST, "cpuMs"));
      add(
          part,
          "wall, core / " + newest + on,
          Unit.RATIO,
          0.50,
          cold(jdk, "irsa-core", NEWEST, "wallMs"));
      add(
          part,
          "wall, adapter / " + newest + on,
          Unit.RATIO,
          0.50,
          cold(jdk, V2, NEWEST, "wallMs"));
    }
    JsonNode classes = results.coldStart(17, "TWO", "NONE", "irsa-core").path("classes");
    add(part, "loaded classes, core, JDK 17", Unit.COUNT, 2450, single(classes));
  }

  private @Nullable Spread cold(int jdk, String ours, String theirs, String figure) {
    return Spread.ratio(
        results.coldStart(jdk, "TWO", "NONE", ours).path(figure),
        results.coldStart(jdk, "TWO", "NONE", theirs).path(figure));
  }

  /** Compares with SDK v2's own provider of container credentials, not with its whole chain. */
  private void container() {
    for (int jdk : new int[] {17, 25}) {
      String on = " / SDK v2 " + results.newestSdk() + ", container credentials, JDK " + jdk;
      add("coldstart", "CPU, core" + on, Unit.RATIO, 0.75, ofSdk(jdk, "irsa-core", "cpuMs"));
      add("coldstart", "CPU, adapter" + on, Unit.RATIO, 0.90, ofSdk(jdk, V2, "cpuMs"));
      add("coldstart", "wall, adapter" + on, Unit.RATIO, 1.0, ofSdk(jdk, V2, "wallMs"));
    }
    JsonNode classes = results.container(17, "irsa-core").path("classes");
    add(
        "coldstart",
        "loaded classes, core, container credentials, JDK 17",
        Unit.COUNT,
        1050,
        single(classes));
  }

  private @Nullable Spread ofSdk(int jdk, String ours, String figure) {
    return Spread.ratio(
        results.container(jdk, ours).path(figure), results.container(jdk, NEWEST).path(figure));
  }

  private void firstCall() {
    for (String application : APPLICATIONS) {
      for (int jdk : new int[] {17, 25}) {
        for (String archive : jdk == 17 ? List.of("NONE", "APP_CDS") : ARCHIVES) {
          firstCall(application, jdk, archive);
        }
      }
    }
  }

  private void firstCall(String application, int jdk, String archive) {
    JsonNode variants = results.firstCall(application, jdk, archive);
    JsonNode ours = variants.path("irsa").path("cpuMs");
    JsonNode alone = variants.path("static").path("cpuMs");
    String of = Labels.application(application) + Labels.jdk(jdk, archive);
    add(
        "firstcall",
        "CPU added to " + of,
        Unit.SHARE,
        jdk == 17 ? 0.03 : 0.04,
        Spread.added(ours, alone));
    add(
        "firstcall",
        "CPU added / by the SDK, " + of,
        Unit.RATIO,
        0.5,
        Spread.addedRatio(ours, variants.path("sdk").path("cpuMs"), alone));
    add(
        "firstcall",
        "wall added when eager, " + of,
        Unit.SHARE,
        0,
        Spread.added(
            variants.path("eager").path("wallMs"), variants.path("static").path("wallMs")));
  }

  /** What the agent adds to an application that is otherwise the same, or has an idle agent. */
  private void agent() {
    for (int jdk : new int[] {17, 25}) {
      JsonNode first = results.application(jdk, "first");
      JsonNode firstAgent = results.application(jdk, "first-agent");
      agent("to SDK v2's first credentials", jdk, 60, firstAgent, first);
      String s3 = "to an S3 client's first call";
      JsonNode s3Agent = results.application(jdk, "s3-agent");
      JsonNode s3Idle = results.application(jdk, "s3-idle-agent");
      agent(s3, jdk, 60, s3Agent, results.application(jdk, "s3"));
      agent(s3 + ", beside an idle agent", jdk, 60, s3Agent, s3Idle);
      String outside = "outside of a pod";
      JsonNode emptyAgent = results.outside(jdk, "empty-agent");
      JsonNode emptyIdle = results.outside(jdk, "empty-idle-agent");
      agent(outside, jdk, 20, emptyAgent, results.outside(jdk, "empty"));
      agent(outside + ", beside an idle agent", jdk, 20, emptyAgent, emptyIdle);
    }
  }

  private void agent(String where, int jdk, int limit, JsonNode with, JsonNode without) {
    add(
        "coldstart",
        "CPU added by irsa-agent " + where + ", JDK " + jdk,
        Unit.MILLIS,
        limit,
        Spread.difference(with.path("cpuMs"), without.path("cpuMs")));
  }

  private void hotPath() {
    for (int threads : new int[] {1, 8}) {
      String on = threads == 1 ? ", 1 thread" : ", 8 threads";
      hot("IrsaCoreHotPath.credentials", "core credentials()" + on, threads, 1.2, 0);
      hot("IrsaV2HotPath.resolveCredentials", "v2 resolveCredentials()" + on, threads, 1.2, 0);
      hot("IrsaV2HotPath.resolveIdentity", "v2 resolveIdentity()" + on, threads, 1.3, 24);
      hot("IrsaV1HotPath.getCredentials", "v1 getCredentials()" + on, threads, 1.2, 0);
    }
  }

  private void hot(String benchmark, String what, int threads, double limit, double bytes) {
    JsonNode ours = results.hotPath(benchmark, "", threads);
    JsonNode floor = results.hotPath("FloorHotPath.volatileReadAndClock", "", threads);
    add(
        "hotpath",
        what + " / volatile read and clock",
        Unit.RATIO,
        limit,
        Spread.ratio(ours.path("time"), floor.path("time")));
    add("hotpath", what + ", allocated", Unit.BYTES, bytes, Spread.of(ours.path("bytes")));
  }

  /** Of a handle for each request, what it adds to a call of one that is reused. */
  private void otherCalls() {
    JsonNode floor = results.call("FloorHotPath.volatileReadAndClock", Map.of());
    for (String name : List.of("credentialsLasting", "resolveCredentials")) {
      JsonNode ours = results.call("IrsaLasting." + name, Map.of());
      String what =
          name.equals("credentialsLasting") ? "core credentialsLasting()" : "v2 lasting()";
      add(
          "calls",
          what + " / volatile read and clock",
          Unit.RATIO,
          10,
          Spread.ratio(ours.path("time"), floor.path("time")));
      add("calls", what + ", allocated", Unit.BYTES, 200, Spread.of(ours.path("bytes")));
    }
    JsonNode reused = results.call("IrsaCoreHotPath.credentials", Map.of());
    for (String beside : List.of("true", "false")) {
      JsonNode ours = results.call("IrsaReopened.handle", Map.of("beside", beside));
      String what =
          "a handle for each request, " + (beside.equals("true") ? "beside another" : "alone");
      add(
          "calls",
          what + ", added",
          Unit.NANOS,
          1000,
          Spread.difference(ours.path("time"), reused.path("time")));
      add("calls", what + ", allocated", Unit.BYTES, 200, Spread.of(ours.path("bytes")));
    }
    add(
        "calls",
        "STS calls of handles and providers for each request, after the first",
        Unit.COUNT,
        0,
        single(results.part("calls").path("repeatedStsCalls")));
    roles();
  }

  private void roles() {
    JsonNode view = results.call("IrsaRoles.byView", Map.of());
    JsonNode request = results.call("IrsaRoles.byRequest", Map.of());
    String of = ", " + view.path("roles").asText("10000") + " roles";
    String sdk = " / SDK v2 " + results.newestSdk() + ", a provider for each";
    JsonNode peer = results.call("SdkV2Roles.resolveCredentials", Map.of());
    add(
        "calls",
        "a view for each role" + of + sdk,
        Unit.RATIO,
        1.0,
        Spread.ratio(view.path("time"), peer.path("time")));
    add(
        "calls",
        "a view for each role" + of + ", allocated",
        Unit.BYTES,
        0,
        Spread.of(view.path("bytes")));
    add(
        "calls",
        "forRole(request).credentials()" + of,
        Unit.NANOS,
        2000,
        Spread.of(request.path("time")));
    add(
        "calls",
        "forRole(request).credentials()" + of + ", allocated",
        Unit.BYTES,
        2048,
        Spread.of(request.path("bytes")));
  }

  private void stalls() {
    for (String provider : List.of("irsa-v2", "irsa-v1")) {
      List<JsonNode> all =
          SCENARIOS.stream().flatMap(name -> results.stall(name, provider).stream()).toList();
      String of = provider.equals("irsa-v2") ? "v2" : "v1";
      int scenarios =
          (int) all.stream().map(cell -> cell.path("scenario").asText()).distinct().count();
      String where = " in " + scenarios + (scenarios == 1 ? " scenario" : " scenarios");
      add("stall", "worst wait, " + of + where, Unit.MILLIS, 20, worst(all, "worstMs"));
      add(
          "stall",
          "exceptions while valid, " + of + where,
          Unit.COUNT,
          0,
          worst(all, "failuresWhileValid"));
    }
  }

  private static @Nullable Spread worst(List<JsonNode> cells, String figure) {
    OptionalDouble worst = cells.stream().mapToDouble(cell -> cell.path(figure).asDouble()).max();
    return worst.isPresent() ? Spread.of(List.of(worst.getAsDouble())) : null;
  }

  private void refresh() {
    add(
        "refresh",
        "bytes per refresh, http, new connection",
        Unit.KILOBYTES,
        75,
        kilobytes(refreshBytes("IrsaRefresh.refresh", "http")));
    add(
        "refresh",
        "bytes per refresh / raw, https, new connection",
        Unit.RATIO,
        1.10,
        Spread.ratio(
            refreshBytes("IrsaRefresh.refresh", "https"),
            refreshBytes("RawRefresh.newConnection", "https")));
    podIdentity();
    add(
        "scale",
        "our threads at rest, one role",
        Unit.COUNT,
        1,
        single(results.scale(1).path("threadsAtRest")));
    add(
        "scale",
        "heap per role, 100 roles",
        Unit.KILOBYTES,
        32,
        scaled(results.scale(100).path("heapBytesPerRole"), 1 / 1024.0));
  }

  private JsonNode refreshBytes(String benchmark, String scheme) {
    return results.refresh(benchmark, Map.of("scheme", scheme)).path("bytes");
  }

  /** Compares a refresh from an EKS Pod Identity agent with those of the SDKs. */
  private void podIdentity() {
    JsonNode ours = results.refresh("IrsaContainerRefresh.refresh", Map.of());
    for (String peer :
        List.of("RawContainerRefresh.newConnection", "SdkV2ContainerRefresh.refresh")) {
      JsonNode theirs = results.refresh(peer, Map.of());
      boolean raw = peer.startsWith("Raw");
      add(
          "refresh",
          "time from an agent, core / " + (raw ? "raw" : "SDK v2 " + results.newestSdk()),
          Unit.RATIO,
          raw ? 2.0 : 1.0,
          Spread.ratio(ours.path("time"), theirs.path("time")));
    }
    add(
        "refresh",
        "bytes per refresh from an agent",
        Unit.KILOBYTES,
        75,
        kilobytes(ours.path("bytes")));
  }

  private void fleet() {
    JsonNode fleet = results.fleet("irsa");
    add("fleet", "peak after the start", Unit.PER_SECOND, 25, single(fleet.path("peakSteady")));
    for (JsonNode outage : fleet.path("outages")) {
      int minutes = outage.path("minutes").asInt();
      String after = " in a " + minutes + " min outage";
      add(
          "fleet",
          "pods past expiry" + after,
          Unit.SHARE,
          minutes == 20 ? 0.03 : 0,
          scaled(outage.path("podsPastExpiry"), 1.0 / results.part("fleet").path("pods").asInt(1)));
      add("fleet", "mean calls" + after, Unit.PER_SECOND, 130, single(outage.path("meanDuring")));
      if (minutes <= 15) {
        add(
            "fleet",
            "recovery peak after" + after.substring(3),
            Unit.PER_SECOND,
            100,
            single(outage.path("recoveryPeak")));
      }
    }
  }

  private void footprint() {
    JsonNode gained = results.footprint("what irsa-sdk-v2 adds to an application of SDK v2");
    add("footprint", "jars gained by a v2 application", Unit.COUNT, 6, single(gained.path("jars")));
    add(
        "footprint",
        "size gained by a v2 application",
        Unit.MEGABYTES,
        2.3,
        scaled(gained.path("bytes"), 1e-6));
  }

  private static @Nullable Spread kilobytes(JsonNode bytes) {
    Spread spread = Spread.of(bytes);
    return spread == null ? null : spread.times(1 / 1024.0);
  }

  private static @Nullable Spread single(JsonNode figure) {
    return scaled(figure, 1);
  }

  private static @Nullable Spread scaled(JsonNode figure, double factor) {
    return figure.isNumber() ? Spread.of(List.of(figure.asDouble() * factor)) : null;
  }

  /** Returns the number of targets with this verdict. */
  static long count(List<Target> targets, Target.Verdict verdict) {
    return Stream.of(targets)
        .flatMap(List::stream)
        .filter(target -> Objects.equals(target.verdict(), verdict))
        .count();
  }
}
