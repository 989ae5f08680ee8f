package dev.irsa.internal.config;

import static dev.irsa.internal.config.Refusal.Kind.CONFLICT;
import static dev.irsa.internal.config.Refusal.Kind.INVALID;

import dev.irsa.internal.http.ConnectionFactory;
import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Determines the spare endpoint of STS: that of a region, or the one that is set. */
final class SpareRule {

  private SpareRule() {}

  /**
   * Returns the spare endpoint, or null if there is none, or after adding a problem.
   *
   * @param first the first endpoint, or null if it is not known
   * @param isSigned whether a session signs the requests, whose own region may be that of the spare
   */
  static @Nullable URI endpoint(
      ParsedValues parsed, @Nullable URI first, boolean isSigned, Findings findings) {
    SettingValue<?> set = parsed.at(Setting.STS_SPARE);
    if (set == null) {
      return null;
    }
    if (!isSigned && parsed.get(Setting.WEB_IDENTITY_EXCHANGE) != null) {
      findings.problem(
          CONFLICT,
          Setting.STS_SPARE,
          set,
          "is set together with an application's client of STS, which alone calls STS",
          "remove one of them; let your client fail over by itself");
      return null;
    }
    String text = set.value().toString();
    URI spare =
        HttpUrl.isUrl(text)
            ? EndpointRule.given(Setting.STS_SPARE, set, URI.create(text), parsed, findings)
            : ofRegion(text, set, parsed, findings);
    if (spare == null || first == null || !isSame(spare, first)) {
      return spare;
    }
    if (!isSigned) {
      findings.problem(
          INVALID,
          Setting.STS_SPARE,
          set,
          SettingValue.quote(text) + " is the first endpoint again, " + first,
          "use another region, or remove it");
    }
    return null;
  }

  private static @Nullable URI ofRegion(
      String region, SettingValue<?> set, ParsedValues parsed, Findings findings) {
    EndpointRule chosen =
        EndpointRule.choose(
            region,
            partition(parsed),
            false,
            parsed.flag(Setting.USE_FIPS_ENDPOINT),
            parsed.flag(Setting.USE_DUALSTACK_ENDPOINT));
    Refusal refusal = chosen.refusal();
    if (refusal != null) {
      findings.problem(
          refusal.kind(),
          Setting.STS_SPARE,
          set,
          refusal.found(),
          "use the code of another region of the role's partition, or the URL of its endpoint");
    }
    return chosen.uri();
  }

  /** Returns the partition of the role, otherwise that of the first region, or null. */
  private static @Nullable String partition(ParsedValues parsed) {
    RoleArn role = parsed.get(Setting.ROLE_ARN);
    if (role != null) {
      return role.partition();
    }
    String region = parsed.get(Setting.REGION);
    Partition known = region == null ? null : Partition.ofRegion(region);
    return known == null ? null : known.id();
  }

  private static boolean isSame(URI one, URI other) {
    return one.getScheme().equalsIgnoreCase(other.getScheme())
        && one.getHost().equalsIgnoreCase(other.getHost())
        && ConnectionFactory.port(one) == ConnectionFactory.port(other);
  }

  /** Returns the region in the signatures of requests to the spare endpoint. */
  static @Nullable String signingRegion(ParsedValues parsed, URI spare) {
    String text = Objects.requireNonNull(parsed.at(Setting.STS_SPARE)).value().toString();
    return StsHosts.signingRegion(spare, HttpUrl.isUrl(text) ? parsed.get(Setting.REGION) : text);
  }
}
