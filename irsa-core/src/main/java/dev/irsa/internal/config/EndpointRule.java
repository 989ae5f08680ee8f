package dev.irsa.internal.config;

import static dev.irsa.internal.config.Refusal.Kind.AVAILABILITY_ZONE;
import static dev.irsa.internal.config.Refusal.Kind.ENDPOINT_VARIANT;
import static dev.irsa.internal.config.Refusal.Kind.INVALID;
import static dev.irsa.internal.config.Refusal.Kind.PARTITION;
import static dev.irsa.internal.config.StsHosts.GLOBAL_HOST;
import static dev.irsa.internal.config.StsHosts.GLOBAL_REGION;

import dev.irsa.internal.config.Refusal.Kind;
import dev.irsa.internal.http.ConnectionFactory;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Determines where STS is: the endpoint of a region, or the reason why it has none. Immutable.
 *
 * @param uri the endpoint, or null
 * @param refusal the reason why there is no endpoint, or null
 */
public record EndpointRule(@Nullable URI uri, @Nullable Refusal refusal) {

  /** The regions that existed before regional STS endpoints. */
  private static final List<String> LEGACY_REGIONS =
      List.of(
          ("ap-northeast-1 ap-south-1 ap-southeast-1 ap-southeast-2 ca-central-1 eu-central-1"
                  + " eu-north-1 eu-west-1 eu-west-2 eu-west-3 sa-east-1 us-east-1 us-east-2"
                  + " us-west-1 us-west-2")
              .split(" ", -1));

  /**
   * Chooses the endpoint that replaces the region's. A setting for STS takes precedence over a
   * setting for all services.
   *
   * @param found all values
   * @param needed those that are needed
   * @return those that are needed, among them the endpoint, if there is one
   */
  static FoundValues choose(FoundValues found, FoundValues needed) {
    SettingValue<?> ignored = needed.get(Setting.IGNORE_CONFIGURED_ENDPOINT_URLS);
    SettingValue<?> own = found.get(Setting.ENDPOINT_URL_STS);
    if (ignored != null && isTrue(ignored) && !found.isGiven(Setting.ENDPOINT_URL_STS)) {
      own = null;
    } else if (own == null) {
      own = found.get(Setting.ENDPOINT_URL);
    }
    return needed.with(Setting.ENDPOINT_URL_STS, own);
  }

  private static boolean isTrue(SettingValue<?> flag) {
    return flag.value().toString().equalsIgnoreCase("true");
  }

  /** Adds a problem if no region is set, although a call of STS needs one. */
  static void requireRegion(FoundValues found, String purpose, String fix, Findings findings) {
    if (!found.has(Setting.REGION)) {
      findings.missing(
          Setting.REGION, "AWS_REGION or AWS_DEFAULT_REGION", "neither is set" + purpose, fix);
    }
  }

  /** Returns the endpoint of STS, or null after adding a problem. */
  static @Nullable URI endpoint(FoundValues needed, ParsedValues parsed, Findings findings) {
    SettingValue<?> set = needed.get(Setting.ENDPOINT_URL_STS);
    if (set == null) {
      EndpointRule chosen = ofRegion(parsed);
      SettingProblem problem = chosen == null ? null : chosen.problem(parsed);
      if (problem != null) {
        findings.add(problem);
      }
      return chosen == null ? null : chosen.uri();
    }
    return given(
        Setting.ENDPOINT_URL_STS, set, parsed.get(Setting.ENDPOINT_URL_STS), parsed, findings);
  }

  /**
   * Returns the endpoint of a setting, or null after adding a problem.
   *
   * @param set the endpoint as it was set
   * @param own the same parsed, or null if it could not be
   */
  static @Nullable URI given(
      Setting<?> setting,
      SettingValue<?> set,
      @Nullable URI own,
      ParsedValues parsed,
      Findings findings) {
    Refusal refusal = refusal(set, own, parsed);
    if (refusal != null) {
      findings.add(SettingProblem.of(setting, set, refusal));
      return null;
    }
    if (own != null) {
      warn(own, set.origin(), parsed, findings);
    }
    return own;
  }

  /**
   * Returns why the endpoint of a setting is refused, or null.
   *
   * @param set the endpoint as it was set
   * @param own the same parsed, or null if it could not be
   */
  static @Nullable Refusal refusal(SettingValue<?> set, @Nullable URI own, ParsedValues parsed) {
    return own == null
            || !ConnectionFactory.isPlain(own)
            || parsed.flag(Setting.ALLOW_PLAIN_HTTP)
            || ContainerHosts.isLoopback(own.getHost())
        ? null
        : HttpUrl.STS.refusal(
            set.value().toString(),
            "is plain http to a remote host: the web identity token and the credentials would "
                + "be sent in clear text",
            "use https; in a test network set IRSA_ALLOW_PLAIN_HTTP=true or allowPlainHttp(true) "
                + "on the builder");
  }

  private static void warn(URI own, String origin, ParsedValues parsed, Findings findings) {
    if (parsed.flag(Setting.USE_FIPS_ENDPOINT) || parsed.flag(Setting.USE_DUALSTACK_ENDPOINT)) {
      findings.warning(
          "The STS endpoint "
              + own
              + " is used unchanged; AWS_USE_FIPS_ENDPOINT and AWS_USE_DUALSTACK_ENDPOINT are"
              + " ignored");
    }
    if (!StsHosts.isStsHost(own.getHost())) {
      findings.warning(
          "Tokens are sent to "
              + own
              + ", which is not an STS host of AWS (set by "
              + origin
              + ")");
    }
  }

  /** Returns the problem of a region without an endpoint, otherwise null. */
  @Nullable SettingProblem problem(ParsedValues parsed) {
    SettingValue<?> region = parsed.at(Setting.REGION);
    return region == null || refusal == null
        ? null
        : SettingProblem.of(Setting.REGION, region, refusal);
  }

  /** Returns the endpoint of the region, or null without one. */
  static @Nullable EndpointRule ofRegion(ParsedValues parsed) {
    SettingValue<?> region = parsed.at(Setting.REGION);
    RoleArn role = parsed.get(Setting.ROLE_ARN);
    return region == null
        ? null
        : choose(
            region.value().toString(),
            role == null ? null : role.partition(),
            parsed.flag(Setting.STS_REGIONAL_ENDPOINTS),
            parsed.flag(Setting.USE_FIPS_ENDPOINT),
            parsed.flag(Setting.USE_DUALSTACK_ENDPOINT));
  }

  /**
   * Selects the endpoint of a region.
   *
   * @param region the code of the region
   * @param rolePartition the partition of the role's ARN, which decides for unknown regions; null
   *     if the role is missing or invalid
   * @param legacy whether the oldest regions use the global endpoint; ignored with FIPS or
   *     dual-stack
   * @param fips whether it must be a FIPS endpoint
   * @param dualStack whether it must also be reachable by IPv6
   */
  public static EndpointRule choose(
      String region,
      @Nullable String rolePartition,
      boolean legacy,
      boolean fips,
      boolean dualStack) {
    Refusal invalid = invalid(region, fips || dualStack);
    if (invalid != null) {
      return new EndpointRule(null, invalid);
    }
    Partition known = region.equals(GLOBAL_REGION) ? Partition.AWS : Partition.ofRegion(region);
    Partition partition =
        known != null || rolePartition == null ? known : Partition.ofId(rolePartition);
    if (known != null && rolePartition != null && !known.id().equals(rolePartition)) {
      return new EndpointRule(null, disagreement(region, known, rolePartition));
    }
    if (partition == null) {
      return new EndpointRule(null, unknown(region, rolePartition));
    }
    boolean global =
        region.equals(GLOBAL_REGION)
            || (legacy && !fips && !dualStack && LEGACY_REGIONS.contains(region));
    return new EndpointRule(
        URI.create(
            "https://" + (global ? GLOBAL_HOST : partition.host(region, fips, dualStack)) + "/"),
        null);
  }

  /** Returns why a name that looks like a region has no endpoint, or null. */
  private static @Nullable Refusal invalid(String region, boolean needsVariant) {
    if (region.equals(GLOBAL_REGION)) {
      return needsVariant
          ? refused(
              ENDPOINT_VARIANT,
              region,
              "has neither FIPS nor dual-stack endpoints",
              "set AWS_REGION to a region's code such as us-east-1")
          : null;
    }
    if (region.endsWith("-global")) {
      return refused(
          INVALID,
          region,
          "does not have an endpoint for STS",
          "set AWS_REGION to the code of the region that the cluster is in");
    }
    if (region.startsWith("fips-") || region.endsWith("-fips")) {
      return refused(
          INVALID,
          region,
          "is not a region",
          "set AWS_REGION without \"fips\", and AWS_USE_FIPS_ENDPOINT=true");
    }
    String base = region.substring(0, region.length() - 1);
    if (Partition.ofRegion(region) == null && Partition.ofRegion(base) != null) {
      return refused(
          AVAILABILITY_ZONE,
          region,
          "looks like an availability zone of the region " + base,
          "set AWS_REGION=" + base);
    }
    return null;
  }

  private static Refusal disagreement(String region, Partition known, String rolePartition) {
    return refused(
        PARTITION,
        region,
        "is a region of partition "
            + known.id()
            + ", but the role's ARN is of partition "
            + rolePartition,
        "set a region of the role's partition, or the role's ARN as IAM shows it");
  }

  private static Refusal unknown(String region, @Nullable String rolePartition) {
    return refused(
        INVALID,
        region,
        "is a region that this version does not know"
            + (rolePartition == null
                ? ", and without a valid role ARN its partition is unknown"
                : ", nor does it know the partition \"" + rolePartition + "\" of the role's ARN"),
        "check the region's code, or set AWS_ENDPOINT_URL_STS to the endpoint itself");
  }

  private static Refusal refused(Kind kind, String region, String found, String fix) {
    return new Refusal(kind, "\"" + region + "\" " + found, fix);
  }
}
