package dev.irsa.credentials;

import dev.irsa.internal.failure.FailedAttempts;
import dev.irsa.internal.failure.FailureDetails;
import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Thrown if configuration is missing or invalid. Lists every problem with its origin and its fix.
 * Not retried.
 *
 * @since 0.1
 */
@SuppressWarnings({"exports", "InvalidBlockTag"}) // See the superclass.
public final class MisconfiguredException extends CredentialsException {

  private static final long serialVersionUID = 1L;

  /**
   * A problem of the configuration. Immutable.
   *
   * @since 0.1
   */
  public static final class Problem implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String setting;
    private final @Nullable String origin;
    private final String found;
    private final String fix;

    /**
     * Creates a problem.
     *
     * @param setting the name of the setting as users know it, such as {@code AWS_ROLE_ARN}
     * @param origin where the value was set, such as {@code AWS_REGION}, {@code aws.region} or
     *     {@code builder}; null if it is missing
     * @param found a description of what was found; contains no secrets
     * @param fix how to fix it
     */
    public Problem(String setting, @Nullable String origin, String found, String fix) {
      this.setting = setting;
      this.origin = origin;
      this.found = found;
      this.fix = fix;
    }

    /** Returns the name of the setting as users know it, such as {@code AWS_ROLE_ARN}. */
    public String setting() {
      return setting;
    }

    /**
     * Returns where the value was set, such as {@code AWS_REGION}, {@code aws.region} or {@code
     * builder}; null if it is missing.
     */
    public @Nullable String origin() {
      return origin;
    }

    /** Returns a description of what was found; contains no secrets. */
    public String found() {
      return found;
    }

    /** Returns how to fix it. */
    public String fix() {
      return fix;
    }

    @Override
    public String toString() {
      String from = origin == null || origin.equals(setting) ? "" : " (from " + origin + ")";
      return setting + from + ": " + found + ". Fix: " + fix;
    }
  }

  private final boolean configured;
  private final List<Problem> problems;

  /**
   * Creates an exception.
   *
   * @param configured whether the process is configured for IRSA, EKS Pod Identity or other
   *     container credentials, even partly; only if it is not, a chain may skip this provider
   * @param problems the problems, at least one
   * @throws IllegalArgumentException if there are no problems
   */
  public MisconfiguredException(boolean configured, List<Problem> problems) {
    this(configured, problems, null);
  }

  /**
   * Creates an exception with a cause.
   *
   * @param configured whether the process is configured for IRSA, EKS Pod Identity or other
   *     container credentials, even partly; only if it is not, a chain may skip this provider
   * @param problems the problems, at least one
   * @param cause the underlying exception, or null
   * @throws IllegalArgumentException if there are no problems
   */
  public MisconfiguredException(
      boolean configured, List<Problem> problems, @Nullable Throwable cause) {
    this(
        FailureDetails.of(describe(configured, problems), "", null, null).causedBy(cause),
        configured,
        problems);
  }

  /**
   * Returns an exception with one problem.
   *
   * @hidden
   */
  public static MisconfiguredException of(
      String setting, @Nullable String origin, String found, String fix) {
    return new MisconfiguredException(
        true, List.of(new Problem(setting, origin, found, fix)), null);
  }

  /**
   * Returns an exception about a request, which its message begins with.
   *
   * @hidden
   */
  public static MisconfiguredException ofRequest(Problem problem) {
    String origin = problem.origin() == null ? problem.setting() : problem.origin();
    String message = problem.found() + ", as " + origin + " forbids that. Fix: " + problem.fix();
    return new MisconfiguredException(
        FailureDetails.of(message, "", null, null), true, List.of(problem));
  }

  private MisconfiguredException(
      FailureDetails details, boolean configured, List<Problem> problems) {
    super(details);
    this.configured = configured;
    this.problems = List.copyOf(problems);
  }

  private static String describe(boolean configured, List<Problem> problems) {
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("problems must not be empty");
    }
    String head =
        configured
            ? "The configuration of the credentials has "
                + problems.size()
                + (problems.size() == 1 ? " problem" : " problems")
            : problems.get(0).origin() == null
                ? "Neither IRSA nor EKS Pod Identity is configured here"
                : "irsa is switched off here";
    return problems.stream()
        .map(problem -> "\n  - " + problem)
        .collect(Collectors.joining("", head + ":", ""));
  }

  /**
   * Returns whether the process is configured for IRSA, EKS Pod Identity or other container
   * credentials, even partly. If it is not, a chain may continue with the next provider.
   */
  public boolean isConfigured() {
    return configured;
  }

  /** Returns the problems, at least one. */
  public List<Problem> problems() {
    return problems;
  }

  /** Returns the fixes of all problems, on one line. The message contains them. */
  @Override
  public String remedy() {
    return problems.stream().map(Problem::fix).distinct().collect(Collectors.joining("; "));
  }

  @Override
  public FailureKind failureKind() {
    return FailureKind.MISCONFIGURED;
  }

  @Override
  public boolean isRetryable() {
    return false;
  }

  /**
   * @hidden
   */
  @Override
  public MisconfiguredException with(FailureDetails other) {
    return new MisconfiguredException(other.after(FailedAttempts.NONE), configured, problems);
  }
}
