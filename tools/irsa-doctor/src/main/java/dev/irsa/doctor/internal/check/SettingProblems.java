package dev.irsa.doctor.internal.check;

import static dev.irsa.doctor.internal.text.ForeignText.sentence;

import dev.irsa.doctor.internal.pod.PodSettings;
import dev.irsa.internal.config.Problem;
import dev.irsa.internal.config.Setting;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is wrong with the settings of a pod, by the check that reports it. Immutable. */
final class SettingProblems {
  /** The checks that report the problems of settings; those of others belong to the network. */
  private static final Map<Setting<?>, Cause> BY_SETTING =
      Map.ofEntries(
          Map.entry(Setting.ROLE_ARN, Cause.ROLE_ARN),
          Map.entry(Setting.WEB_IDENTITY_TOKEN_FILE, Cause.TOKEN_FILE),
          Map.entry(Setting.CONTAINER_AUTHORIZATION_TOKEN_FILE, Cause.TOKEN_FILE),
          Map.entry(Setting.CONTAINER_AUTHORIZATION_TOKEN, Cause.TOKEN_FILE),
          Map.entry(Setting.CONTAINER_CREDENTIALS_FULL_URI, Cause.AGENT_ADDRESS),
          Map.entry(Setting.CONTAINER_CREDENTIALS_RELATIVE_URI, Cause.AGENT_ADDRESS),
          Map.entry(Setting.CONTAINER_SERVICE_ENDPOINT, Cause.AGENT_ADDRESS),
          Map.entry(Setting.IDENTITY_SOURCE, Cause.SOURCES),
          Map.entry(Setting.REGION, Cause.REGION),
          Map.entry(Setting.STS_REGIONAL_ENDPOINTS, Cause.REGION),
          Map.entry(Setting.ROLE_SESSION_NAME, Cause.SESSION_NAME),
          Map.entry(Setting.SESSION_DURATION, Cause.DURATION),
          Map.entry(Setting.USE_FIPS_ENDPOINT, Cause.ENDPOINT_VARIANT),
          Map.entry(Setting.USE_DUALSTACK_ENDPOINT, Cause.ENDPOINT_VARIANT));

  private final Map<Cause, List<Problem>> problems;

  private SettingProblems(Map<Cause, List<Problem>> problems) {
    this.problems = problems;
  }

  /** Sorts the problems of settings. */
  static SettingProblems of(PodSettings settings) {
    return new SettingProblems(
        settings.problems().stream()
            .collect(
                Collectors.groupingBy(
                    SettingProblems::causeOf,
                    () -> new EnumMap<>(Cause.class),
                    Collectors.toList())));
  }

  /** Returns whether a check reports problems. */
  boolean has(Cause cause) {
    return problems.containsKey(cause);
  }

  /** Returns whether a setting is wrong. */
  boolean has(Setting<?> setting) {
    return problems.values().stream()
        .flatMap(List::stream)
        .anyMatch(problem -> problem.setting() == setting);
  }

  /** Returns the check that reports the first problem, or null if there is none. */
  @Nullable Cause first() {
    return problems.keySet().stream().findFirst().orElse(null);
  }

  private static Cause causeOf(Problem problem) {
    Cause usual = BY_SETTING.getOrDefault(problem.setting(), Cause.REACHABILITY);
    return switch (problem.kind()) {
      case NOT_CONFIGURED -> Cause.MUTATION;
      case MISSING -> usual == Cause.REGION ? usual : Cause.SOURCES;
      case PARTITION -> Cause.ROLE_ARN;
      case ENDPOINT_VARIANT -> Cause.ENDPOINT_VARIANT;
      case INVALID, CONFLICT, AVAILABILITY_ZONE -> usual;
    };
  }

  /** Returns the finding of a check that has problems to report, in the words of the library. */
  Finding finding(Cause cause) {
    List<Problem> reported = problems.getOrDefault(cause, List.of());
    return Finding.fail(
            reported.stream().map(SettingProblems::found).collect(Collectors.joining("; ")),
            reported.stream()
                .map(problem -> sentence(problem.fix()) + ".")
                .distinct()
                .collect(Collectors.joining("\n")))
        .in(Step.SETTINGS);
  }

  private static String found(Problem problem) {
    boolean isPlain = problem.origin() == null || problem.origin().equals(problem.name());
    return problem.name()
        + (isPlain ? "" : " (from " + problem.origin() + ")")
        + (problem.found().startsWith("is ") ? " " : ": ")
        + problem.found();
  }
}
