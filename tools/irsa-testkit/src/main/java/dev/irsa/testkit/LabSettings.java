package dev.irsa.testkit;

import dev.irsa.testkit.internal.kubernetes.ServiceAccountTokens;
import dev.irsa.testkit.internal.oidc.OidcIssuer;
import dev.irsa.testkit.internal.podidentity.EksCluster;
import dev.irsa.testkit.podidentity.PodIdentityAgent;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The validated settings of a lab. See {@link IrsaLab.Builder} for their meaning. */
record LabSettings(
    String region,
    @Nullable String spareRegion,
    String accountId,
    String clusterName,
    @Nullable URI issuer,
    LabAddresses addresses,
    LabTime time,
    boolean virtualTime,
    Duration tokenLifetime,
    @Nullable Duration sessionLifetime,
    @Nullable Duration outboundTokenLifetime,
    PodIdentityAgent.@Nullable Settings agent) {
  private static final Duration LEEWAY_OF_AWS = Duration.ofMinutes(5);

  LabSettings {
    requireRegion("region", region);
    if (spareRegion != null) {
      requireRegion("spareRegion", spareRegion);
      if (spareRegion.equals(region) || !partition(spareRegion).equals(partition(region))) {
        throw new IllegalArgumentException(
            "spareRegion: expected another region of the partition of %s, found %s"
                .formatted(region, spareRegion));
      }
    }
    if (!accountId.matches("\\d{12}")) {
      throw new IllegalArgumentException("accountId: 12 digits, found " + accountId);
    }
    if (!clusterName.matches("[0-9A-Za-z][0-9A-Za-z_-]{0,99}")) {
      throw new IllegalArgumentException(
          "clusterName: expected a name that EKS allows, found " + clusterName);
    }
    if (issuer != null) {
      OidcIssuer.requireUrl(issuer);
    }
    requireSecond("tokenLifetime", tokenLifetime);
    if (sessionLifetime != null) {
      requireSecond("sessionLifetime", sessionLifetime);
    }
    if (outboundTokenLifetime != null) {
      requireSecond("outboundTokenLifetime", outboundTokenLifetime);
    }
  }

  private static void requireRegion(String name, String region) {
    if (!region.matches("[a-z]{2,4}(-[a-z]+)+-\\d")) {
      throw new IllegalArgumentException(
          name + ": expected a region such as ap-northeast-2, found " + region);
    }
  }

  private static void requireSecond(String name, Duration duration) {
    if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException(name + ": expected a second or more, found " + duration);
    }
  }

  boolean accelerated() {
    return tokenLifetime.compareTo(ServiceAccountTokens.SHORTEST) < 0;
  }

  /**
   * Returns the leeway that applies: none by default for short-lived tokens, which AWS's leeway
   * would outlast.
   */
  Duration tokenLeeway() {
    return accelerated() ? Duration.ZERO : LEEWAY_OF_AWS;
  }

  /** Returns the settings of the agent that apply: by default, those that suit the sessions. */
  PodIdentityAgent.Settings effectiveAgent() {
    if (agent != null) {
      return agent;
    }
    return sessionLifetime == null
        ? PodIdentityAgent.Settings.standard()
        : PodIdentityAgent.Settings.forSessionsOf(sessionLifetime);
  }

  /** Returns the issuer, by default one of EKS with a random id, another at each call. */
  URI issuerOrGenerated() {
    if (issuer != null) {
      return issuer;
    }
    String id = UUID.randomUUID().toString().replace("-", "").toUpperCase(Locale.ROOT);
    return URI.create("https://oidc.eks.%s.%s/id/%s".formatted(region, dnsSuffix(), id));
  }

  /**
   * Returns the clocks that requests may be signed by. With virtual time, clients use the machine's
   * clock until a response tells them the lab's time.
   */
  List<Clock> signingClocks() {
    return virtualTime ? List.of(time.clock(), Clock.systemUTC()) : List.of(time.clock());
  }

  EksCluster cluster() {
    return new EksCluster(partition(), region, accountId, clusterName);
  }

  String partition() {
    return partition(region);
  }

  private static String partition(String region) {
    if (region.startsWith("cn-")) {
      return "aws-cn";
    }
    return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
  }

  private String dnsSuffix() {
    return partition().equals("aws-cn") ? "amazonaws.com.cn" : "amazonaws.com";
  }
}
