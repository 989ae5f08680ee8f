package dev.irsa.credentials;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Configuration is missing or wrong: lists every problem with its origin and its fix. Never
 * retried.
 */
public final class MisconfiguredException extends CredentialsException {

  private static final long serialVersionUID = 1L;

  /**
   * One thing that is wrong. Immutable.
   *
   * @param setting the setting, by the name its user knows ("AWS_ROLE_ARN")
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
   * Lists what is wrong.
   *
   * @param irsaPod whether the process is configured for IRSA at all, even by half; a chain may
   *     pass over this provider only when it is not
   * @param problems at least one
   */
  public MisconfiguredException(boolean irsaPod, List<Problem> problems) {
    this(irsaPod, problems, null);
  }

  /**
   * Lists what is wrong.
   *
   * @param irsaPod as above
   * @param problems at least one
   * @param cause the fault beneath, or null
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
            ? "IRSA is configured wrongly, "
                + problems.size()
                + (problems.size() == 1 ? " problem" : " problems")
            : "This is not an IRSA pod";
    return problems.stream()
        .map(problem -> "\n  - " + problem)
        .collect(Collectors.joining("", head + ":", ""));
  }

  /**
   * Returns false when nothing in the process speaks of IRSA, so that a chain may go on to the next
   * provider.
   */
  public boolean isIrsaPod() {
    return irsaPod;
  }

  /** Returns all that is wrong, at least one. */
  public List<Problem> problems() {
    return problems;
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
  public MisconfiguredException with(AttemptInfo newCircumstances) {
    return new MisconfiguredException(irsaPod, problems, this);
  }
}
