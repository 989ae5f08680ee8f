package dev.irsa.doctor.internal.check;

import dev.irsa.credentials.MisconfiguredException.Problem;
import dev.irsa.doctor.internal.pod.Texts;
import dev.irsa.internal.inspect.PodSettings;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is wrong with the settings of a pod, by the check that reports it. Immutable. */
final class SettingFaults {
  /** The checks that report the problems of settings; those of others belong to the network. */
  private static final Map<String, Cause> BY_SETTING =
      Map.ofEntries(
          Map.entry("AWS_ROLE_ARN", Cause.ROLE_ARN),
          Map.entry("AWS_WEB_IDENTITY_TOKEN_FILE", Cause.TOKEN_FILE),
          Map.entry("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", Cause.TOKEN_FILE),
          Map.entry("AWS_CONTAINER_AUTHORIZATION_TOKEN", Cause.TOKEN_FILE),
          Map.entry("AWS_CONTAINER_CREDENTIALS_FULL_URI", Cause.AGENT_ADDRESS),
          Map.entry("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", Cause.AGENT_ADDRESS),
          Map.entry("AWS_CONTAINER_SERVICE_ENDPOINT", Cause.AGENT_ADDRESS),
          Map.entry("AWS_REGION", Cause.REGION),
          Map.entry("AWS_REGION or AWS_DEFAULT_REGION", Cause.REGION),
          Map.entry("AWS_STS_REGIONAL_ENDPOINTS", Cause.REGION),
          Map.entry("AWS_ROLE_SESSION_NAME", Cause.SESSION_NAME),
          Map.entry("IRSA_SESSION_DURATION_SECONDS", Cause.DURATION),
          Map.entry("AWS_USE_FIPS_ENDPOINT", Cause.ENDPOINT_VARIANT),
          Map.entry("AWS_USE_DUALSTACK_ENDPOINT", Cause.ENDPOINT_VARIANT));

  private final Map<Cause, List<Problem>> problems;

  private SettingFaults(Map<Cause, List<Problem>> problems) {
    this.problems = problems;
  }

  /** Sorts the problems of settings. */
  static SettingFaults of(PodSettings settings) {
    return new SettingFaults(
        settings.problems().stream()
            .collect(
                Collectors.groupingBy(
                    SettingFaults::causeOf,
                    () -> new EnumMap<>(Cause.class),
                    Collectors.toList())));
  }

  /** Returns the problems that a check reports. */
  List<Problem> of(Cause cause) {
    return problems.getOrDefault(cause, List.of());
  }

  /** Returns the check that reports the first problem, or null if there is none. */
  @Nullable Cause first() {
    return problems.keySet().stream().findFirst().orElse(null);
  }

  private static Cause causeOf(Problem problem) {
    String setting = problem.setting();
    if (setting.startsWith("AWS_ROLE_ARN and AWS_WEB_IDENTITY_TOKEN_FILE")) {
      return Cause.MUTATION;
    }
    Cause usual = BY_SETTING.getOrDefault(setting, Cause.REACHABILITY);
    boolean isHalf =
        setting.startsWith("AWS_CONTAINER_CREDENTIALS_FULL_URI or ")
            || (problem.origin() == null && (usual == Cause.ROLE_ARN || usual == Cause.TOKEN_FILE));
    if (isHalf) {
      return Cause.SOURCES;
    }
    if (problem.found().contains("the role's ARN is of partition")) {
      return Cause.ROLE_ARN;
    }
    return problem.found().contains("neither FIPS nor dual-stack") ? Cause.ENDPOINT_VARIANT : usual;
  }

  /** Returns the finding of a check that has problems to report, in the words of the library. */
  Finding finding(Cause cause) {
    return Finding.fail(
            of(cause).stream().map(SettingFaults::found).collect(Collectors.joining("; ")),
            of(cause).stream()
                .map(problem -> Texts.sentence(problem.fix()) + ".")
                .distinct()
                .collect(Collectors.joining("\n")))
        .in(Step.SETTINGS);
  }

  private static String found(Problem problem) {
    boolean isPlain = problem.origin() == null || problem.origin().equals(problem.setting());
    return problem.setting()
        + (isPlain ? "" : " (from " + problem.origin() + ")")
        + (problem.found().startsWith("is ") ? " " : ": ")
        + problem.found();
  }
}
