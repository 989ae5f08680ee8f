package dev.irsa.credentials;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when configuration is missing or wrong. Lists every problem with its origin and its fix.
 * Never retried.
 *
 * @since 0.1
 */
public final class MisconfiguredException extends CredentialsException {

  private static final long serialVersionUID = 1L;

  /**
   * One problem. Immutable.
   *
   * @param setting the setting, by the name that users know ("AWS_ROLE_ARN")
   * @param origin where the value came from ("AWS_REGION", "aws.region", "builder"), or null when
   *     it is absent
   * @param found what was found, in words; never a secret
   * @param fix what to do
   */
  public record Problem(String setting, @Nullable String origin, String found, String fix)
      implements Serializable {
    @Override
    public String toString() {
      String from = origin == null || origin.equals(setting) ? "" : " (from " + origin + ")";
      return setting + from + ": " + found + ". Fix: " + fix;
    }
  }

  private final boolean irsaPod;
  private final List<Problem> problems;

  /**
   * Makes a failure.
   *
   * @param irsaPod whether the process is configured for IRSA at all, even partly; a chain may skip
   *     this provider only when it is not
   * @param problems at least one
   */
  public MisconfiguredException(boolean irsaPod, List<Problem> problems) {
    this(irsaPod, problems, null);
  }

  /**
   * Makes a failure.
   *
   * @param irsaPod as above
   * @param problems at least one
   * @param cause the underlying exception, or null
   */
  public MisconfiguredException(
      boolean irsaPod, List<Problem> problems, @Nullable Throwable cause) {
    super(describe(irsaPod, problems), "", null, null, AttemptInfo.NONE, cause);
    this.irsaPod = irsaPod;
    this.problems = List.copyOf(problems);
  }

  private static String describe(boolean irsaPod, List<Problem> problems) {
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("problems must not be empty");
    }
    String head =
        irsaPod
            ? "The configuration of IRSA has "
                + problems.size()
                + (problems.size() == 1 ? " problem" : " problems")
            : "IRSA is not configured here";
    return problems.stream()
        .map(problem -> "\n  - " + problem)
        .collect(Collectors.joining("", head + ":", ""));
  }

  /**
   * Returns whether the process is configured for IRSA, even partly. When it is not, a chain may go
   * on to the next provider.
   */
  public boolean isIrsaPod() {
    return irsaPod;
  }

  /** Returns all problems, at least one. */
  public List<Problem> problems() {
    return problems;
  }

  /** Returns the fixes of all problems, one a line. */
  @Override
  public String remedy() {
    return problems.stream().map(Problem::fix).distinct().collect(Collectors.joining("\n"));
  }

  @Override
  public FailureKind failureKind() {
    return FailureKind.MISCONFIGURED;
  }

  @Override
  public boolean isRetryable() {
    return false;
  }

  @Override
  public MisconfiguredException with(AttemptInfo newAttemptInfo) {
    return new MisconfiguredException(irsaPod, problems, this);
  }
}
