package dev.irsa.internal.config;

import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.MisconfiguredException.Problem;
import dev.irsa.credentials.OutboundTokenRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Checks the request of a token for others. Limits: AWS STS API reference, GetWebIdentityToken. */
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
