package dev.irsa.internal.refresh;

import dev.irsa.internal.time.Nanos;
import java.time.Duration;

/**
 * A caller's request for credentials.
 *
 * @param minimumValidity for how many nanoseconds they must be valid, 0 if any valid ones do
 * @param deadline the maximum number of nanoseconds to wait, positive
 * @param fresh whether they must come from a refresh that starts after the request
 */
public record CredentialsRequest(long minimumValidity, long deadline, boolean fresh) {

  /** Returns a request for any valid credentials. */
  public static CredentialsRequest within(Duration deadline) {
    return new CredentialsRequest(0, nanos(deadline), false);
  }

  /** Returns a copy for credentials that are valid for at least the given time. */
  public CredentialsRequest lasting(Duration validity) {
    return new CredentialsRequest(nanos(validity), deadline, fresh);
  }

  /** Returns a copy for credentials of a new refresh. */
  public CredentialsRequest refreshed() {
    return new CredentialsRequest(minimumValidity, deadline, true);
  }

  /** Returns a copy for a caller that has already waited for so many nanoseconds. */
  public CredentialsRequest after(long waited) {
    return new CredentialsRequest(minimumValidity, Math.max(1, deadline - waited), fresh);
  }

  private static long nanos(Duration duration) {
    return duration.toSeconds() > Long.MAX_VALUE / Nanos.SECOND - 1
        ? Long.MAX_VALUE
        : duration.toNanos();
  }

  /** Returns whether any valid credentials are accepted. */
  public boolean takesAny() {
    return minimumValidity == 0 && !fresh;
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
