package dev.irsa.doctor.internal.check;

import dev.irsa.credentials.MisconfiguredException.Problem;
import dev.irsa.doctor.internal.settings.PodSettings;
import dev.irsa.doctor.internal.settings.SettingGroup;
import dev.irsa.doctor.internal.text.Texts;
import java.util.List;
import java.util.stream.Collectors;

/** Reports settings that the library rejects, in its own words. */
final class SettingFaults {

  private SettingFaults() {}

  /** Returns the finding for a group that has problems. */
  static Finding of(PodSettings settings, SettingGroup group) {
    List<Problem> problems = settings.problems(group);
    return Finding.fail(
            problems.stream().map(SettingFaults::found).collect(Collectors.joining("; ")),
            problems.stream()
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
