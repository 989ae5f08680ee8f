package dev.irsa.internal.config;

import static dev.irsa.internal.config.Refusal.Kind.CONFLICT;
import static dev.irsa.internal.config.Refusal.Kind.INVALID;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Checks the settings of a view of a handle. */
final class ViewRule {

  private static final Duration MAX_CHAINED = Duration.ofHours(1);

  private ViewRule() {}

  /** Adds the problems of the settings of a view. */
  static void check(GivenSettings view, ParsedValues parsed, Findings findings) {
    for (Setting<?> setting : view.settings()) {
      if (!view.allows(setting)) {
        findings.problem(
            CONFLICT,
            setting,
            view.value(setting),
            "is set, but a web identity token cannot carry it",
            "use chainedRole(...)");
      }
    }
    if (view.isBlank(Setting.ROLE_SESSION_NAME)) {
      findings.problem(
          INVALID,
          Setting.ROLE_SESSION_NAME,
          new SettingValue<>("", SettingValue.BUILDER),
          "is blank in a RoleRequest",
          "give it a value");
    }
    if (view.isChained()) {
      checkChained(parsed, findings);
    }
  }

  private static void checkChained(ParsedValues parsed, Findings findings) {
    Duration duration = parsed.get(Setting.SESSION_DURATION);
    if (duration != null && duration.compareTo(MAX_CHAINED) > 0) {
      findings.problem(
          INVALID,
          Setting.SESSION_DURATION,
          parsed.at(Setting.SESSION_DURATION),
          duration + " is longer than the maximum for a chained role",
          "use 900 to 3600 seconds");
    }
    SettingValue<?> keys = parsed.at(Setting.TRANSITIVE_TAG_KEYS);
    if (keys != null) {
      Map<String, String> tags = parsed.get(Setting.SESSION_TAGS);
      List<Refusal> refusals = new ArrayList<>();
      SessionTags.checkTransitive(
          Objects.requireNonNullElse(parsed.get(Setting.TRANSITIVE_TAG_KEYS), List.of()),
          Objects.requireNonNullElse(tags, Map.of()),
          refusals);
      for (Refusal refusal : refusals) {
        findings.add(SettingProblem.of(Setting.TRANSITIVE_TAG_KEYS, keys, refusal));
      }
    }
  }
}
