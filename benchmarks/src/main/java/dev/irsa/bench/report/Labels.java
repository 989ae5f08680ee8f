package dev.irsa.bench.report;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The labels of variants, benchmarks and providers on the pages. */
final class Labels {

  /** The parts of the report, in its order. */
  static final List<String> PARTS =
      List.of(
          "coldstart",
          "firstcall",
          "hotpath",
          "calls",
          "stall",
          "refresh",
          "scale",
          "fleet",
          "footprint");

  private static final Set<String> OURS = Set.of("eager", "first-agent", "s3-agent", "empty-agent");

  private final String newest;
  private final String older;
  private final String v1;

  Labels(Results results) {
    newest = results.newestSdk();
    older = results.machine().path("sdkV2").asText("older");
    v1 = results.machine().path("sdkV1").asText("");
  }

  String variant(String name) {
    return switch (name) {
      case "empty" -> "empty main";
      case "raw" -> "raw socket (minimum)";
      case "sdk-v2-newest" -> "SDK v2 " + newest;
      case "sdk-v2-newest-url" -> "SDK v2 " + newest + ", url-connection";
      case "sdk-v2-older" -> "SDK v2 " + older;
      case "sdk-v2-older-url" -> "SDK v2 " + older + ", url-connection";
      case "sdk-v1" -> "SDK v1 " + v1;
      case "first" -> "SDK v2 " + newest + ", first credentials";
      case "first-agent" -> "SDK v2 " + newest + ", first credentials, irsa-agent";
      case "s3" -> "S3 client";
      case "s3-idle-agent" -> "S3 client, idle agent";
      case "s3-agent" -> "S3 client, irsa-agent";
      case "empty-idle-agent" -> "empty main, idle agent";
      case "empty-agent" -> "empty main, irsa-agent";
      case "static" -> "static credentials";
      case "irsa" -> "irsa-sdk-v2";
      case "eager" -> "irsa-sdk-v2, eager";
      case "sdk" -> "SDK v2 " + newest + " default";
      case "irsa-v2" -> "irsa-sdk-v2";
      case "irsa-v1" -> "irsa-sdk-v1-bridge";
      case "sdk-v2" -> "SDK v2 " + newest;
      case "sdk-v2-async" -> "SDK v2 " + newest + ", async";
      case "aws-specification" -> "AWS's specification";
      default -> name;
    };
  }

  String fleet(String policy) {
    return switch (policy) {
      case "irsa" -> "irsa";
      case "aws-specification" -> "AWS's specification of 2026, no jitter";
      case "sdk-v2" -> "SDK v2: 5 to 2 min ahead";
      default -> "SDK v1: 5 min ahead";
    };
  }

  /** Returns the CSS class of a bar. */
  static String kind(String name) {
    if (OURS.contains(name) || name.startsWith("irsa") || name.startsWith("Irsa")) {
      return "ours";
    }
    boolean floor =
        name.equals("raw")
            || name.equals("empty")
            || name.equals("static")
            || name.startsWith("Floor")
            || name.startsWith("Raw");
    return floor ? "floor" : "peer";
  }

  String benchmark(String benchmark, String label) {
    String sdk = label.isEmpty() ? "SDK v1 " + v1 : "SDK v2 " + label;
    return switch (benchmark) {
      case "FloorHotPath.volatileRead" -> "volatile read";
      case "FloorHotPath.volatileReadAndClock" -> "volatile read and clock";
      case "IrsaCoreHotPath.credentials" -> "irsa-core credentials()";
      case "IrsaV2HotPath.resolveCredentials" -> "irsa-sdk-v2 resolveCredentials()";
      case "IrsaV2HotPath.resolveIdentity" -> "irsa-sdk-v2 resolveIdentity()";
      case "IrsaV1HotPath.getCredentials" -> "irsa-sdk-v1 getCredentials()";
      case "SdkV2HotPath.webIdentityTokenFile" -> sdk + " web identity";
      case "SdkV2HotPath.webIdentityTokenFileAsync" -> sdk + " web identity, async";
      case "SdkV2HotPath.stsWebIdentityTokenFile" -> sdk + " sts web identity";
      case "SdkV2HotPath.stsAssumeRoleWithWebIdentity" -> sdk + " sts AssumeRoleWithWebIdentity";
      case "SdkV2HotPath.defaultProvider" -> sdk + " default";
      case "SdkV2HotPath.resolveIdentity" -> sdk + " resolveIdentity()";
      case "RawRefresh.keptAlive" -> "raw, kept alive";
      case "RawRefresh.newConnection" -> "raw, new connection";
      case "IrsaRefresh.refresh" -> "irsa, new connection";
      case "IrsaSteps.tokenRead" -> "irsa: token file";
      case "IrsaSteps.claimsRead" -> "irsa: token file and claims";
      case "SdkV2Refresh.refresh" -> sdk;
      case "RawContainerRefresh.newConnection" -> "raw, from an agent";
      case "IrsaContainerRefresh.refresh" -> "irsa, from an agent";
      case "SdkV1ContainerRefresh.refresh", "SdkV2ContainerRefresh.refresh" ->
          sdk + ", from an agent";
      case "IrsaLasting.credentialsLasting" -> "irsa-core credentialsLasting()";
      case "IrsaLasting.resolveCredentials" -> "irsa-sdk-v2 lasting(), resolveCredentials()";
      case "IrsaReopened.handle" -> "irsa-core, a handle for each request";
      case "IrsaReopened.provider" -> "irsa-sdk-v2, a provider for each request";
      case "SdkV2Reopened.provider" -> sdk + ", a provider for each request";
      case "FloorRoles.mapAndClock" -> "map, volatile read and clock";
      case "IrsaRoles.byRequest" -> "irsa-core forRole(request).credentials()";
      case "IrsaRoles.byView" -> "irsa-core, a view for each role";
      case "SdkV2Roles.resolveCredentials" -> sdk + ", a provider for each role in a map";
      default -> sdk;
    };
  }

  static String application(String name) {
    return switch (name) {
      case "DYNAMO_DB" -> "a DynamoDB client's first call";
      case "SPRING_BOOT" -> "a start of Spring Boot with an S3 client";
      default -> "an S3 client's first call";
    };
  }

  /** Returns the end of a label. */
  static String jdk(int jdk, String archive) {
    return ", JDK " + jdk + with(archive);
  }

  static String cell(int jdk, String processor, String archive) {
    String cores =
        switch (processor) {
          case "ONE" -> "one core";
          case "QUARTER" -> "a quarter of a core";
          default -> "two cores";
        };
    return "JDK " + jdk + ", " + cores + with(archive);
  }

  private static String with(String archive) {
    return switch (archive) {
      case "APP_CDS" -> ", AppCDS";
      case "AOT" -> ", AOT cache";
      default -> "";
    };
  }

  static String part(String name) {
    return switch (name) {
      case "coldstart" -> "Cold start";
      case "firstcall" -> "First call of an application";
      case "hotpath" -> "Hot path";
      case "calls" -> "Other calls";
      case "refresh" -> "One refresh";
      case "stall" -> "Stalls and outages";
      case "scale" -> "Many roles";
      case "fleet" -> "A fleet";
      case "footprint" -> "Footprint";
      default -> name.toUpperCase(Locale.ROOT);
    };
  }
}
