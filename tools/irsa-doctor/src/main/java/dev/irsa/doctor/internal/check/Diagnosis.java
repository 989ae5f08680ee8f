package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.Check;
import dev.irsa.doctor.Verdict;
import dev.irsa.doctor.internal.pod.ExaminedPod;
import dev.irsa.doctor.internal.text.Secrets;
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
 */
public record Diagnosis(List<Check> checks, @Nullable Check cause) {

  /**
   * The order in which STS and the agent look at a request: first at the request itself, then at
   * the token, then at the trust policy, then at the role's limits. Other steps go by the ids.
   */
  private static final List<Row> ORDER_OF_EXCHANGE =
      List.of(
          Row.AGENT_PROXY,
          Row.AGENT_ADDRESS,
          Row.AGENT_LOAD,
          Row.THROTTLING,
          Row.REGION,
          Row.TOKEN_AGE,
          Row.PROVIDER,
          Row.THUMBPRINT,
          Row.SIGNING_KEY,
          Row.AUDIENCE,
          Row.ISSUER,
          Row.SUBJECT,
          Row.PROPAGATION,
          Row.DURATION,
          Row.ASSOCIATION,
          Row.AGENT_TRUST);

  /** The beginning of what is found if a check itself fails. */
  static final String DEFECT = "this check itself failed, please report it: ";

  /** Copies the checks. */
  public Diagnosis {
    checks = List.copyOf(checks);
  }

  /** Examines a pod. */
  public static Diagnosis of(ExaminedPod pod, Options options, Machine machine) {
    Secrets secrets = new Secrets();
    secrets.addAllOf(pod);
    Evidence evidence = new Evidence(pod, options, machine, secrets);
    Map<Row, Check> checks = new EnumMap<>(Row.class);
    Map<Row, Step> failed = new EnumMap<>(Row.class);
    for (Row row : inOrderOfSteps()) {
      long startedNanos = machine.nanoTime().getAsLong();
      Finding finding = examine(row, evidence);
      if (finding.verdict() == Verdict.FAIL) {
        failed.put(row, Objects.requireNonNullElse(finding.step(), row.step()));
      }
      checks.put(
          row,
          new Check(
              row.id(),
              row.title(),
              finding.verdict(),
              pod.files().hideRoot(secrets.mask(finding.found())).replace('\n', ' '),
              pod.files().hideRoot(secrets.mask(finding.fix())),
              Duration.ofNanos(machine.nanoTime().getAsLong() - startedNanos)));
    }
    return new Diagnosis(List.copyOf(checks.values()), checks.get(first(failed)));
  }

  /** Returns the finding of a row. A defect of one check must not take the others along. */
  private static Finding examine(Row row, Evidence evidence) {
    try {
      return row.examine(evidence);
    } catch (RuntimeException defect) {
      return Finding.skip(DEFECT + defect.getClass().getSimpleName());
    }
  }

  /** Returns all rows, so that calls are made by the checks that are about them. */
  private static List<Row> inOrderOfSteps() {
    return Stream.of(Row.values()).sorted(Comparator.comparing(Row::step)).toList();
  }

  /** Returns the row that failed in the earliest step, or null. */
  private static @Nullable Row first(Map<Row, Step> failed) {
    return failed.keySet().stream()
        .min(
            Comparator.<Row, Step>comparing(failed::get)
                .thenComparingInt(ORDER_OF_EXCHANGE::indexOf)
                .thenComparing(Comparator.naturalOrder()))
        .orElse(null);
  }
}
