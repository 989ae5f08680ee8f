package dev.irsa;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.FailureKind;
import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.TokenClaims;
import dev.irsa.internal.config.Configuration;
import dev.irsa.internal.identity.Identity;
import dev.irsa.internal.refresh.Freshness;
import dev.irsa.internal.refresh.SessionStatus;
import dev.irsa.internal.session.Session;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of the state of a session, for people and health checks. Immutable; contains no
 * secrets. Values that are not known yet are null. Later versions may add values.
 *
 * @param state the state of the session
 * @param isConfigured whether the process is configured for IRSA, EKS Pod Identity or other
 *     container credentials, even partly ({@link MisconfiguredException#isConfigured})
 * @param source where the credentials come from, or null if the configuration is missing or invalid
 * @param endpoint the endpoint that issues the credentials: the endpoint of STS, or the URI of the
 *     container credentials. Null if the configuration is missing or invalid
 * @param stsEndpoint the endpoint of STS for other calls with the credentials, such as to assume
 *     another role. With a web identity it is {@link #endpoint}. With container credentials it is
 *     the endpoint of the region, or the endpoint override of the environment. Null if the
 *     configuration is missing or invalid, or if container credentials are used without a region
 * @param region the region, or null if none is set. It is not needed with an endpoint override and
 *     for container credentials
 * @param roleArn the ARN of the role, or null if the configuration is missing or invalid, or if
 *     only the issuer knows the role, as with container credentials
 * @param roleSessionName the role session name, or null if it is not known
 * @param tokenFile the path of the token file, or null if it is not known or the token is not in a
 *     file
 * @param origins the origin of each setting. Keys are names such as {@code AWS_ROLE_ARN}; values
 *     are the name of a variable or property, {@code builder} or {@code default}
 * @param expiration when the last credentials expire, by the clock of AWS; null before the first
 *     ones
 * @param nextRefresh when the next refresh is scheduled, by the local wall clock, or null if none
 *     is scheduled
 * @param lastRefresh when credentials were last received, by the local wall clock; null before the
 *     first ones
 * @param lastFailure the last failed refresh since the last success, or null if there is none
 * @param clockOffset the offset to add to the local clock to get the time of STS; null before the
 *     first response with a date, and always with container credentials, whose endpoint has the
 *     clock of the node
 * @param tokenClaims the claims of the token; null until they have been read
 * @since 0.1
 */
public record IrsaStatus(
    State state,
    boolean isConfigured,
    @Nullable IdentitySource source,
    @Nullable URI endpoint,
    @Nullable URI stsEndpoint,
    @Nullable String region,
    @Nullable String roleArn,
    @Nullable String roleSessionName,
    @Nullable Path tokenFile,
    Map<String, String> origins,
    @Nullable Instant expiration,
    @Nullable Instant nextRefresh,
    @Nullable Instant lastRefresh,
    @Nullable Failure lastFailure,
    @Nullable Duration clockOffset,
    @Nullable TokenClaims tokenClaims) {

  /** Copies the map. */
  public IrsaStatus {
    origins = Map.copyOf(origins);
  }

  /**
   * The state of a session.
   *
   * @since 0.1
   */
  public enum State {
    /** The configuration is missing or invalid; see {@link IrsaStatus#lastFailure}. */
    MISCONFIGURED,
    /** There are no credentials yet. */
    EMPTY,
    /** The credentials are valid and no refresh is due. */
    FRESH,
    /** The credentials are valid, and a refresh is due or in progress. */
    REFRESH_DUE,
    /** The credentials have expired. */
    EXPIRED
  }

  /**
   * A failed refresh. Immutable.
   *
   * @since 0.1
   */
  public static final class Failure {

    private final CredentialsException failure;
    private final @Nullable Instant at;
    private final int attempts;

    Failure(CredentialsException failure, @Nullable Instant at, int attempts) {
      this.failure = failure;
      this.at = at;
      this.attempts = attempts;
    }

    /** Returns the kind of the failure. */
    public FailureKind failureKind() {
      return failure.failureKind();
    }

    /** Returns the AWS error code, or null. */
    public @Nullable String code() {
      return failure.code();
    }

    /** Returns the request id of the issuer, or null. */
    public @Nullable String requestId() {
      return failure.requestId();
    }

    /** Returns when it failed, by the local wall clock; null for an invalid configuration. */
    public @Nullable Instant at() {
      return at;
    }

    /** Returns the number of calls to the issuer that were made. */
    public int attempts() {
      return attempts;
    }

    /** Returns the whole message of the exception. */
    public String message() {
      return String.valueOf(failure.getMessage());
    }

    @Override
    public String toString() {
      return failureKind() + " at " + at + ": " + message();
    }
  }

  /** Returns a status of which nothing but the state is known, for tests of code that reads one. */
  public static IrsaStatus of(State state) {
    return without(state, false, null);
  }

  /** Returns the status of a configuration that is missing or invalid. */
  static IrsaStatus misconfigured(MisconfiguredException failure) {
    return without(State.MISCONFIGURED, failure.isConfigured(), new Failure(failure, null, 0));
  }

  private static IrsaStatus without(State state, boolean configured, @Nullable Failure failure) {
    return new IrsaStatus(
        state,
        configured,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        Map.of(),
        null,
        null,
        null,
        failure,
        null,
        null);
  }

  /**
   * Returns the status of a complete configuration.
   *
   * @param session its session, or null if there is none
   * @param clock the wall clock of the session
   */
  static IrsaStatus of(Configuration settings, @Nullable Session session, Clock clock) {
    SessionStatus current = session == null ? SessionStatus.NONE : session.status();
    Freshness freshness = session == null ? null : session.freshnessAt(clock.millis());
    Identity identity = settings.identity();
    CredentialsException failure = current.failure();
    return new IrsaStatus(
        freshness == null ? State.EMPTY : State.valueOf(freshness.name()),
        true,
        identity.source(),
        settings.subject().endpoint(),
        settings.stsEndpoint(),
        settings.region(),
        identity.roleArn(),
        identity.roleSessionName(),
        identity.tokenFile(),
        settings.origins(),
        current.expiration(),
        current.nextRefreshAt(),
        current.receivedAt(),
        failure == null ? null : new Failure(failure, current.failedAt(), current.attempts()),
        current.clockOffset(),
        current.tokenClaims());
  }
}
