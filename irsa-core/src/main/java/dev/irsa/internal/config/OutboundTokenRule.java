package dev.irsa.internal.config;

import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.MisconfiguredException.Problem;
import dev.irsa.credentials.OutboundTokenRequest;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rules for tokens for others. Source: AWS STS API reference, GetWebIdentityToken. */
public final class OutboundTokenRule {

  private static final int MAX_AUDIENCES = 10;
  private static final int MAX_AUDIENCE = 1_000;
  private static final Duration SHORTEST = Duration.ofSeconds(60);
  private static final Duration LONGEST = Duration.ofHours(1);

  private OutboundTokenRule() {}

  /**
   * Checks a request.
   *
   * @throws MisconfiguredException if a value is invalid; lists all of them
   */
  public static void check(OutboundTokenRequest request) {
    List<Problem> problems = new ArrayList<>();
    checkAudiences(request.audiences(), problems);
    Duration duration = request.duration();
    if (duration.compareTo(SHORTEST) < 0
        || duration.compareTo(LONGEST) > 0
        || !duration.equals(Duration.ofSeconds(duration.toSeconds()))) {
      add(
          "duration",
          duration + " is not within the limits of STS",
          "use 60 to 3600 whole seconds",
          problems);
    }
    List<Refusal> refusals = new ArrayList<>();
    SessionTags.tags(request.tags(), refusals);
    for (Refusal refusal : refusals) {
      add("tags", refusal.found(), refusal.fix(), problems);
    }
    if (!problems.isEmpty()) {
      throw new MisconfiguredException(true, problems);
    }
  }

  /** Returns the endpoint that serves tokens, or null after adding a problem. */
  static @Nullable URI endpoint(FoundValues needed, ParsedValues parsed, Findings findings) {
    EndpointRule.requireRegion(
        needed,
        " to a region, whose STS signs the token",
        "set AWS_REGION to the region that the cluster is in, or region(...) on the builder",
        findings);
    URI chosen = EndpointRule.endpoint(needed, parsed, findings);
    if (chosen == null || unlessGlobal(chosen) != null) {
      return chosen;
    }
    boolean isOwn = needed.has(Setting.ENDPOINT_URL_STS);
    Setting<?> setting = isOwn ? Setting.ENDPOINT_URL_STS : Setting.REGION;
    findings.problem(
        Refusal.Kind.INVALID,
        setting,
        needed.get(setting),
        "leads to the global endpoint of STS, which does not serve tokens",
        isOwn
            ? "remove it, or use the endpoint of the region"
            : "set AWS_REGION to the code of the region that the cluster is in");
    return null;
  }

  /** Returns an endpoint, or null in place of the global one, which does not serve tokens. */
  static @Nullable URI unlessGlobal(@Nullable URI endpoint) {
    return endpoint == null || StsHosts.GLOBAL_HOST.equalsIgnoreCase(endpoint.getHost())
        ? null
        : endpoint;
  }

  private static void checkAudiences(List<String> audiences, List<Problem> problems) {
    if (audiences.isEmpty() || audiences.size() > MAX_AUDIENCES) {
      add("audiences", "are " + audiences.size(), "give 1 to " + MAX_AUDIENCES, problems);
    }
    for (String audience : audiences) {
      if (audience.isBlank()
          || audience.length() > MAX_AUDIENCE
          || audience.chars().anyMatch(Character::isISOControl)) {
        add(
            "audiences",
            SettingValue.quote(audience) + " cannot be the audience of a token",
            "give the identifier that the service expects in the claim aud: 1 to 1000"
                + " characters on one line",
            problems);
      }
    }
  }

  private static void add(String name, String found, String fix, List<Problem> problems) {
    problems.add(new Problem("OutboundTokenRequest." + name, null, found, fix));
  }
}
