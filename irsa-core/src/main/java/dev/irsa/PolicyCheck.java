package dev.irsa;

import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.MisconfiguredException.Problem;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.internal.config.Setting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a refresh policy makes sense for sessions of a duration that was asked for. */
final class PolicyCheck {

  private PolicyCheck() {}

  /**
   * Does nothing when no duration was asked for: then the policy's own bounds suffice.
   *
   * @param duration the session duration, or null for what STS gives
   * @param origin where it comes from, or null
   * @throws MisconfiguredException when a configured window fills the whole session
   */
  static void require(RefreshPolicy policy, @Nullable Duration duration, @Nullable String origin) {
    if (duration == null) {
      return;
    }
    List<Problem> problems = new ArrayList<>(2);
    add(problems, "advisoryWindow", policy.advisoryWindow(), duration, origin);
    add(problems, "mandatoryWindow", policy.mandatoryWindow(), duration, origin);
    if (!problems.isEmpty()) {
      throw new MisconfiguredException(true, problems);
    }
  }

  private static void add(
      List<Problem> problems,
      String component,
      @Nullable Duration window,
      Duration duration,
      @Nullable String origin) {
    if (window != null && window.compareTo(duration) >= 0) {
      problems.add(
          new Problem(
              "RefreshPolicy." + component,
              "builder",
              window + " is not shorter than the session duration, " + duration,
              "choose a shorter window, or a longer duration in "
                  + Setting.SESSION_DURATION_SECONDS.label()
                  + (origin == null ? "" : " (from " + origin + ")")));
    }
  }
}
