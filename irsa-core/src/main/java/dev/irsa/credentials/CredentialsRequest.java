package dev.irsa.credentials;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a call for credentials asks for beyond the usual. Immutable.
 *
 * <pre>{@code
 * irsa.credentials(CredentialsRequest.standard().withMinimumValidity(Duration.ofMinutes(30)))
 * }</pre>
 *
 * <p>The methods that take a request check the values, all at once.
 *
 * @since 0.1
 */
public final class CredentialsRequest {

  private final @Nullable Duration timeout;
  private final @Nullable Duration minimumValidity;

  private CredentialsRequest(@Nullable Duration timeout, @Nullable Duration minimumValidity) {
    this.timeout = timeout;
    this.minimumValidity = minimumValidity;
  }

  /**
   * Returns a request for any valid credentials, which waits for them within the deadline of the
   * handle.
   */
  public static CredentialsRequest standard() {
    return new CredentialsRequest(null, null);
  }

  /**
   * Returns a copy with a time limit, in place of the deadline of the handle.
   *
   * @param limit how long the call waits at most, positive
   */
  public CredentialsRequest withTimeout(Duration limit) {
    return new CredentialsRequest(Objects.requireNonNull(limit, "timeout"), minimumValidity);
  }

  /**
   * Returns a copy for credentials that are valid for at least the given time. If the current ones
   * are not, the call waits for a refresh. For signatures that are used later and expire with the
   * credentials: presigned URLs, and IAM tokens of RDS, ElastiCache and MSK.
   *
   * <p>Up to 1/60 less (at most one minute) is accepted; otherwise no session could satisfy a
   * request for its own full duration. The refresh is the same for all callers, and observes the
   * backoff. If it brings credentials that do not last as long, the next one for this reason
   * follows after a minute at the earliest, doubling to 10 minutes.
   *
   * @param validity the time, positive, and at most the duration of sessions
   */
  public CredentialsRequest withMinimumValidity(Duration validity) {
    return new CredentialsRequest(timeout, Objects.requireNonNull(validity, "minimumValidity"));
  }

  /** Returns the time limit, or null for the deadline of the handle. */
  public @Nullable Duration timeout() {
    return timeout;
  }

  /** Returns how long the credentials must be valid at least, or null if any valid ones do. */
  public @Nullable Duration minimumValidity() {
    return minimumValidity;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CredentialsRequest that
        && Objects.equals(timeout, that.timeout)
        && Objects.equals(minimumValidity, that.minimumValidity);
  }

  @Override
  public int hashCode() {
    return Objects.hash(timeout, minimumValidity);
  }

  @Override
  public String toString() {
    return "CredentialsRequest[timeout=" + timeout + ", minimumValidity=" + minimumValidity + "]";
  }
}
