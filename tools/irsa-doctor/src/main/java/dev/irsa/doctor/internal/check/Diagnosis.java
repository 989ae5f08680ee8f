package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.Report.Check;
import dev.irsa.doctor.Report.Verdict;
import dev.irsa.doctor.internal.pod.ExaminedPod;
import dev.irsa.doctor.internal.pod.Secrets;
import dev.irsa.doctor.internal.text.VisibleText;
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
 * The result of all checks, and the most likely cause. Immutable.
 *
 * @param checks all checks, in the order of their ids
 * @param cause the most likely cause, or null
 * @param exchanged whether the token was exchanged for credentials
 */
public record Diagnosis(List<Check> checks, @Nullable Check cause, boolean exchanged) {

  /**
   * The order in which STS and the agent look at a request: first at the request itself, then at
   * the token, then at the trust policy, then at the role's limits. Other steps go by the ids.
   */
  private static final List<Cause> ORDER_OF_EXCHANGE =
      List.of(
          Cause.AGENT_PLACE,
          Cause.AGENT_PROXY,
          Cause.AGENT_ADDRESS,
          Cause.AGENT_PRESENCE,
          Cause.AGENT_LOAD,
          Cause.THROTTLING,
          Cause.REGION,
          Cause.ROLE_ARN,
          Cause.SESSION_NAME,
          Cause.TOKEN_FILE,
          Cause.PROVIDER,
          Cause.THUMBPRINT,
          Cause.SIGNING_KEY,
          Cause.AUDIENCE,
          Cause.ISSUER,
          Cause.SUBJECT,
          Cause.PROPAGATION,
          Cause.DURATION,
          Cause.ASSOCIATION,
          Cause.AGENT_TRUST,
          // It breaks no exchange, but the signatures that come after it.
          Cause.CLOCK);

  /** The result of one check, as it is shown: all outputs are made of these texts. */
  public record Result(
      String id, String title, Verdict verdict, String found, String fix, Duration took)
      implements Check {

    /** Makes everything visible, since parts of the texts come from outside. */
    public Result {
      found = VisibleText.line(found);
      fix = VisibleText.lines(fix);
    }
  }

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
    for (Cause cause : inOrderOfSteps()) {
      long startedNanos = System.nanoTime();
      Finding finding = examine(cause, evidence);
      if (finding.verdict() == Verdict.FAIL) {
        failed.put(cause, Objects.requireNonNullElse(finding.step(), cause.step()));
      }
      checks.put(
          cause,
          new Result(
              cause.id(),
              cause.title(),
              finding.verdict(),
              pod.files().hideRoot(secrets.mask(finding.found().replace('\n', ' '))),
              pod.files().hideRoot(secrets.mask(finding.fix())),
              Duration.ofNanos(System.nanoTime() - startedNanos)));
    }
    return new Diagnosis(
        List.copyOf(checks.values()), checks.get(first(failed)), evidence.isExchanged());
  }

  /** Returns the finding of a cause. A defect of one check must not take the others along. */
  private static Finding examine(Cause cause, Evidence evidence) {
    try {
      return cause.examine(evidence);
    } catch (RuntimeException defect) {
      return Finding.skip(DEFECT + defect.getClass().getSimpleName());
    }
  }

  /** Returns all causes, so that calls are made by the checks that are about them. */
  private static List<Cause> inOrderOfSteps() {
    return Stream.of(Cause.values()).sorted(Comparator.comparing(Cause::step)).toList();
  }

  /** Returns the cause that failed in the earliest step, or null. */
  private static @Nullable Cause first(Map<Cause, Step> failed) {
    return failed.keySet().stream()
        .min(
            Comparator.<Cause, Step>comparing(failed::get)
                .thenComparingInt(ORDER_OF_EXCHANGE::indexOf)
                .thenComparing(Comparator.naturalOrder()))
        .orElse(null);
  }
}
