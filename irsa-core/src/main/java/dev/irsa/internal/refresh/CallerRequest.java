package dev.irsa.internal.refresh;

import dev.irsa.credentials.CredentialsRequest;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.MisconfiguredException.Problem;
import dev.irsa.internal.time.Nanos;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A caller's request for credentials.
 *
 * @param minimumValidity for how many nanoseconds they must be valid, 0 if any valid ones do
 * @param deadline the maximum number of nanoseconds to wait, positive
 * @param waited how many of them are over, because the credentials of another session came first
 * @param fresh whether they must come from a refresh that starts after the request
 */
public record CallerRequest(long minimumValidity, long deadline, long waited, boolean fresh) {

  /** A request for any valid credentials, without a deadline. */
  static final CallerRequest ANY = new CallerRequest(0, Long.MAX_VALUE, 0, false);

  /** Returns a request for any valid credentials, without a deadline. */
  public static CallerRequest any() {
    return ANY;
  }

  /** Returns a request for any valid credentials. */
  public static CallerRequest within(Duration deadline) {
    return new CallerRequest(0, nanos(deadline), 0, false);
  }

  /**
   * Returns what a user requests.
   *
   * @param deadline the maximum time to wait if the request does not limit it
   * @throws MisconfiguredException if a value is invalid; lists all of them
   */
  public static CallerRequest of(CredentialsRequest request, Duration deadline) {
    check(request);
    CallerRequest call = within(Objects.requireNonNullElse(request.timeout(), deadline));
    return request.minimumValidity() == null ? call : call.lasting(request.minimumValidity());
  }

  /**
   * Checks what a user requests.
   *
   * @throws MisconfiguredException if a value is invalid; lists all of them
   */
  public static void check(CredentialsRequest request) {
    List<Problem> problems = new ArrayList<>();
    requirePositive("timeout", request.timeout(), problems);
    requirePositive("minimumValidity", request.minimumValidity(), problems);
    if (!problems.isEmpty()) {
      throw new MisconfiguredException(true, problems);
    }
  }

  private static void requirePositive(
      String name, @Nullable Duration value, List<Problem> problems) {
    if (value != null && (value.isZero() || value.isNegative())) {
      problems.add(
          new Problem(
              "CredentialsRequest." + name,
              null,
              value + " is not positive",
              "set a positive one"));
    }
  }

  /** Returns a copy for credentials that are valid for at least the given time. */
  public CallerRequest lasting(Duration validity) {
    return new CallerRequest(nanos(validity), deadline, waited, fresh);
  }

  /** Returns a request for any valid credentials with the same deadline. */
  public CallerRequest forAny() {
    return new CallerRequest(0, deadline, waited, false);
  }

  /** Returns a copy for credentials of a new refresh. */
  public CallerRequest refreshed() {
    return new CallerRequest(minimumValidity, deadline, waited, true);
  }

  /** Returns a copy for a caller that has already waited for so many nanoseconds. */
  public CallerRequest after(long nanos) {
    return new CallerRequest(minimumValidity, deadline, waited + nanos, fresh);
  }

  /** Returns for how many nanoseconds the caller still waits, positive. */
  public long remaining() {
    return Math.max(1, deadline - waited);
  }

  private static long nanos(Duration duration) {
    return duration.toSeconds() > Long.MAX_VALUE / Nanos.SECOND - 1
        ? Long.MAX_VALUE
        : duration.toNanos();
  }

  /** Returns whether any valid credentials are accepted. */
  public boolean acceptsAny() {
    return minimumValidity == 0 && !fresh;
  }

  /** Returns the request for the longer validity. */
  CallerRequest orLonger(CallerRequest other) {
    return other.minimumValidity > minimumValidity ? other : this;
  }

  /** Returns whether credentials that are valid for so many nanoseconds are accepted. */
  boolean isSatisfiedBy(long validity) {
    return validity >= minimumValidity - tolerance();
  }

  /**
   * Returns how many nanoseconds less than the requested validity are accepted: up to 1/60 (at most
   * one minute); otherwise no session could satisfy a request for its own full duration.
   */
  public long tolerance() {
    return Math.min(minimumValidity / 60, Nanos.MINUTE);
  }
}
