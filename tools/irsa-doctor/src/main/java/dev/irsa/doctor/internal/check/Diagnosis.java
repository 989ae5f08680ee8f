package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.file.FileTree;
import dev.irsa.doctor.internal.pod.ExaminedPod;
import dev.irsa.doctor.internal.pod.Secrets;
import dev.irsa.doctor.internal.probe.LocalMachine;
import dev.irsa.doctor.report.Check;
import dev.irsa.doctor.report.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The findings of all checks, and the most likely cause. Immutable.
 *
 * @param checks all checks, in the order of their ids
 * @param cause the most likely cause, or null
 * @param exchanged whether the token was exchanged for credentials
 */
public record Diagnosis(List<Check> checks, @Nullable Check cause, boolean exchanged) {

  /** The beginning of what is found if a check itself fails. */
  static final String DEFECT = "this check itself failed, please report it: ";

  /** Copies the checks. */
  public Diagnosis {
    checks = List.copyOf(checks);
  }

  /** Examines a pod. */
  public static Diagnosis of(ExaminedPod pod, ExaminationOptions options, LocalMachine machine) {
    Secrets secrets = new Secrets();
    secrets.addAllOf(pod);
    Evidence evidence = new Evidence(pod, options, machine, secrets);
    Map<Cause, Check> checks = new EnumMap<>(Cause.class);
    Map<Cause, Step> failed = new EnumMap<>(Cause.class);
    // In the order of steps, so that calls are made by the checks that are about them.
    for (Cause cause :
        Stream.of(Cause.values()).sorted(Comparator.comparing(Cause::step)).toList()) {
      long startedNanos = machine.nanoTime();
      Finding finding =
          examine(cause, evidence).map(text -> pod.files().hideRoot(secrets.mask(text)));
      Duration took = Duration.ofNanos(machine.nanoTime() - startedNanos);
      checks.put(cause, finding.of(cause, took));
      if (finding.verdict() == Verdict.FAIL) {
        failed.put(cause, Objects.requireNonNullElse(finding.step(), cause.step()));
      }
    }
    // Within a step, the first one by its id.
    Cause first =
        failed.entrySet().stream()
            .min(Map.Entry.comparingByValue())
            .map(Map.Entry::getKey)
            .orElse(null);
    return new Diagnosis(
        List.copyOf(checks.values()), checks.get(first), evidence.exchange.isExchanged());
  }

  /**
   * Returns the findings of some checks for a pod that does not exist yet, of which nothing but the
   * variables is known.
   */
  public static Map<Cause, Finding> ofVariables(
      Map<String, String> variables, Collection<Cause> causes) {
    ExaminedPod pod = ExaminedPod.of(variables, new FileTree(Path.of("/dev/null/none")));
    Secrets secrets = new Secrets();
    secrets.addAllOf(pod);
    Evidence evidence =
        new Evidence(pod, ExaminationOptions.ofManifest(), LocalMachine.SYSTEM, secrets);
    Map<Cause, Finding> findings = new LinkedHashMap<>();
    for (Cause cause : causes) {
      findings.put(cause, Checks.examine(cause, evidence).map(secrets::mask));
    }
    return findings;
  }

  /** Returns the finding of a cause. A defect of one check must not take the others along. */
  private static Finding examine(Cause cause, Evidence evidence) {
    try {
      return Checks.examine(cause, evidence);
    } catch (RuntimeException defect) {
      return Finding.skip(DEFECT + defect.getClass().getSimpleName());
    }
  }
}
