package dev.irsa.internal.config;

import dev.irsa.internal.identity.RoleAndIssuer;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The hosts of STS, and the rules for requests and responses that depend on the host. */
public final class StsHosts {

  /** The name of the region that has the global endpoint. */
  public static final String GLOBAL_REGION = "aws-global";

  /** The host of the global endpoint. */
  public static final String GLOBAL_HOST = "sts.amazonaws.com";

  private StsHosts() {}

  /**
   * Returns the region in the signatures of requests to an endpoint: the one in the name of its
   * host, whatever the settings say.
   *
   * @param region the region of the settings, or null
   * @return null if neither is known
   */
  public static @Nullable String signingRegion(URI endpoint, @Nullable String region) {
    String ofHost = regionOf(endpoint.getHost());
    if (ofHost != null) {
      return ofHost;
    }
    return GLOBAL_HOST.equalsIgnoreCase(endpoint.getHost()) || GLOBAL_REGION.equals(region)
        ? "us-east-1"
        : region;
  }

  /** Returns the region in the name of an AWS host of STS, or null. */
  private static @Nullable String regionOf(String host) {
    if (!isStsHost(host)) {
      return null;
    }
    for (String label : host.toLowerCase(Locale.ROOT).split("\\.", -1)) {
      if (Partition.ofRegion(label) != null) {
        return label;
      }
    }
    return null;
  }

  /** Returns whether a host is an AWS host of STS, or of an interface endpoint for STS. */
  public static boolean isStsHost(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    boolean sts = name.startsWith("sts.") || name.startsWith("sts-fips.") || name.contains(".sts.");
    return sts && (name.equals(GLOBAL_HOST) || Partition.isAwsHost(name));
  }

  /**
   * Returns whether AWS returned the credentials of another role, because something on the way
   * mixed up responses. A pod must not act as another role. Account and name are compared, without
   * the name's case. The path of a role is not in the ARN of its sessions, and the session's name
   * grants nothing. Servers other than AWS write ARNs of their own, or none.
   *
   * @param arn the ARN of the session in the response, or null
   * @param requested the requested role
   */
  public static boolean isOfAnotherRole(@Nullable String arn, RoleAndIssuer requested) {
    if (!isStsHost(requested.endpoint().getHost())) {
      return false;
    }
    String role = requested.role();
    String expected =
        ":sts::"
            + requested.account()
            + ":assumed-role/"
            + role.substring(role.lastIndexOf('/') + 1)
            + "/";
    int from = arn == null ? 0 : Math.max(0, arn.indexOf(':', "arn:".length()));
    return arn == null || !arn.regionMatches(true, from, expected, 0, expected.length());
  }
}
