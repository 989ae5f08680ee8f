package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.Report.Check;
import dev.irsa.doctor.Report.Verdict;
import dev.irsa.doctor.internal.pod.ExaminedPod;
import dev.irsa.doctor.internal.pod.Secrets;
import dev.irsa.internal.inspect.LocalMachine;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
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
    return new Diagnosis(List.copyOf(checks.values()), checks.get(first), evidence.isExchanged());
  }

  /** Returns the finding of a cause. A defect of one check must not take the others along. */
  private static Finding examine(Cause cause, Evidence evidence) {
    try {
      return cause.examine(evidence);
    } catch (RuntimeException defect) {
      return Finding.skip(DEFECT + defect.getClass().getSimpleName());
    }
  }
}
