package dev.irsa.internal.sts;

import dev.irsa.credentials.MisconfiguredException.Problem;
import dev.irsa.internal.identity.Subject;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The STS endpoint of a region, or the problem that prevents its selection. Immutable.
 *
 * @param uri the endpoint, or null
 * @param problem the reason why there is no endpoint, or null
 */
public record StsEndpoint(@Nullable URI uri, @Nullable Problem problem) {

  private static final String GLOBAL_REGION = "aws-global";
  private static final String GLOBAL_HOST = "sts.amazonaws.com";

  /** The regions that existed before regional STS endpoints. */
  private static final String LEGACY_REGIONS =
      "ap-northeast-1 ap-south-1 ap-southeast-1 ap-southeast-2 ca-central-1 eu-central-1 eu-north-1"
          + " eu-west-1 eu-west-2 eu-west-3 sa-east-1 us-east-1 us-east-2 us-west-1 us-west-2";

  private static final String OVERRIDE_FIX = "or set AWS_ENDPOINT_URL_STS to the endpoint itself";

  /**
   * Selects the endpoint of a region.
   *
   * @param region the code of the region
   * @param regionOrigin where the region was set
   * @param rolePartition the partition of the role's ARN, which is used for regions that are not
   *     known; null if the role is missing or invalid
   * @param legacy whether the oldest regions use the global endpoint; ignored with FIPS or
   *     dual-stack
   * @param fips whether it must be a FIPS endpoint
   * @param dualStack whether it must also be reachable by IPv6
   */
  public static StsEndpoint choose(
      String region,
      String regionOrigin,
      @Nullable String rolePartition,
      boolean legacy,
      boolean fips,
      boolean dualStack) {
    StsEndpoint invalid = invalidRegion(region, regionOrigin, fips || dualStack);
    if (invalid != null) {
      return invalid;
    }
    Partition known = region.equals(GLOBAL_REGION) ? Partition.AWS : Partition.ofRegion(region);
    Partition partition =
        known != null || rolePartition == null ? known : Partition.ofId(rolePartition);
    if (known != null && rolePartition != null && !known.id().equals(rolePartition)) {
      return disagreement(region, regionOrigin, known, rolePartition);
    }
    if (partition == null) {
      return unknown(region, regionOrigin, rolePartition);
    }
    boolean global =
        region.equals(GLOBAL_REGION)
            || (legacy && !fips && !dualStack && Partition.isOneOf(region, LEGACY_REGIONS));
    return new StsEndpoint(
        URI.create(
            "https://" + (global ? GLOBAL_HOST : partition.host(region, fips, dualStack)) + "/"),
        null);
  }

  /** Returns the region in the signatures of requests to an endpoint. */
  public static String signingRegion(URI endpoint, String region) {
    return GLOBAL_HOST.equals(endpoint.getHost()) || region.equals(GLOBAL_REGION)
        ? "us-east-1"
        : region;
  }

  /** Returns whether a host is an AWS host of STS, or of an interface endpoint for STS. */
  public static boolean isStsHost(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    boolean sts = name.startsWith("sts.") || name.startsWith("sts-fips.") || name.contains(".sts.");
    return sts && (name.equals(GLOBAL_HOST) || Partition.isAwsHost(name));
  }

  /**
   * Returns whether AWS returned the credentials of another role, which something on the way may
   * have mixed up; a pod must not act as that. Account and name are compared, without the name's
   * case: the path of a role is not in the ARN of its sessions, and the session's name grants
   * nothing. Other servers than AWS write ARNs of their own, or none.
   *
   * @param arn that of the session in the response, or null
   * @param requested the role that was asked for
   */
  public static boolean isOfAnotherRole(@Nullable String arn, Subject requested) {
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

  /** Returns the problem of a name that looks like a region but has no endpoint, or null. */
  private static @Nullable StsEndpoint invalidRegion(
      String region, String origin, boolean needsVariant) {
    if (region.equals(GLOBAL_REGION)) {
      return needsVariant
          ? refused(
              origin,
              "\"aws-global\" has neither FIPS nor dual-stack endpoints",
              "set AWS_REGION to a region's code such as us-east-1")
          : null;
    }
    if (region.endsWith("-global")) {
      return refused(
          origin,
          "\"" + region + "\" does not have an endpoint for STS",
          "set AWS_REGION to the code of the region that the cluster is in");
    }
    if (region.startsWith("fips-") || region.endsWith("-fips")) {
      return refused(
          origin,
          "\"" + region + "\" is not a region",
          "set AWS_REGION without \"fips\", and AWS_USE_FIPS_ENDPOINT=true");
    }
    String base = region.substring(0, region.length() - 1);
    if (Partition.ofRegion(region) == null && Partition.ofRegion(base) != null) {
      return refused(
          origin,
          "\"" + region + "\" looks like an availability zone of the region " + base,
          "set AWS_REGION=" + base);
    }
    return null;
  }

  private static StsEndpoint disagreement(
      String region, String origin, Partition known, String rolePartition) {
    return refused(
        origin,
        "\""
            + region
            + "\" is a region of partition "
            + known.id()
            + ", but the role's ARN is of partition "
            + rolePartition,
        "set a region of the role's partition, or the role's ARN as IAM shows it");
  }

  private static StsEndpoint unknown(String region, String origin, @Nullable String rolePartition) {
    return refused(
        origin,
        "\""
            + region
            + "\" is a region that this version does not know"
            + (rolePartition == null
                ? ", and without a valid role ARN its partition is unknown"
                : ", nor does it know the partition \"" + rolePartition + "\" of the role's ARN"),
        "check the region's code, " + OVERRIDE_FIX);
  }

  private static StsEndpoint refused(String origin, String found, String fix) {
    return new StsEndpoint(null, new Problem("AWS_REGION", origin, found, fix));
  }
}
