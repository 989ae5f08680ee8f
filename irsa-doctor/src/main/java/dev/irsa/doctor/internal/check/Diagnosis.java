package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.Check;
import dev.irsa.doctor.Verdict;
import dev.irsa.doctor.internal.pod.ExaminedPod;
import dev.irsa.doctor.internal.text.Secrets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The result of all checks, and the most likely cause. Immutable.
 *
 * @param checks all checks, in the order of their ids
 * @param cause the most likely cause, or null
 */
public record Diagnosis(List<Check> checks, @Nullable Check cause) {

  /**
   * The rows in the order in which a pod meets their causes: what is configured, which source wins,
   * the token, the way to STS, what STS says, what the new credentials can do. The first one that
   * fails is the most likely cause, since it must be fixed before the next one shows.
   */
  static final List<Row> ORDER =
      List.of(
          Row.MUTATION,
          Row.SOURCES,
          Row.ROLE_IN_USE,
          Row.JVM,
          Row.ROLE_ARN,
          Row.REGION,
          Row.SESSION_NAME,
          Row.DURATION,
          Row.TOKEN_FILE,
          Row.ENDPOINT_VARIANT,
          Row.REACHABILITY,
          Row.CLOCK,
          Row.THROTTLING,
          Row.TOKEN_AGE,
          Row.PROVIDER,
          Row.THUMBPRINT,
          Row.SIGNING_KEY,
          Row.AUDIENCE,
          Row.ISSUER,
          Row.SUBJECT,
          Row.PROPAGATION,
          Row.REVOKED_SESSION,
          Row.PERMISSIONS,
          Row.CHAINED_ROLE,
          Row.INSTANCE_METADATA);

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
    for (Row row : Row.values()) {
      long startedNanos = machine.nanoTime().getAsLong();
      Finding finding = row.examine(evidence);
      checks.put(
          row,
          new Check(
              row.id(),
              row.title(),
              finding.verdict(),
              secrets.mask(finding.found()).replace('\n', ' '),
              secrets.mask(finding.fix()),
              Duration.ofNanos(machine.nanoTime().getAsLong() - startedNanos)));
    }
    return new Diagnosis(List.copyOf(checks.values()), cause(checks));
  }

  private static @Nullable Check cause(Map<Row, Check> checks) {
    for (Row row : ORDER) {
      Check check = checks.get(row);
      if (check != null && check.verdict() == Verdict.FAIL) {
        return check;
      }
    }
    return null;
  }
}
