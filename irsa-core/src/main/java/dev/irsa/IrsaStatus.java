package dev.irsa;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.FailureKind;
import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.TokenClaims;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of the state of a session, for people and health checks. Immutable; contains no
 * secrets. Values that are not known yet are null. A test of code that reads a status can implement
 * what that code reads; later versions may add methods with such a default.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface IrsaStatus {

  /**
   * The state of a session.
   *
   * @since 0.1
   */
  enum State {
    /** The configuration is missing or invalid; see {@link #lastFailure}. */
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
  final class Failure {

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

  /** Returns the state of the session. */
  State state();

  /**
   * Returns whether the process is configured for IRSA, EKS Pod Identity or other container
   * credentials, even partly.
   *
   * @see dev.irsa.credentials.MisconfiguredException#isConfigured
   */
  default boolean isConfigured() {
    return false;
  }

  /**
   * Returns where the credentials come from, or null if the configuration is missing or invalid.
   */
  default @Nullable IdentitySource source() {
    return null;
  }

  /**
   * Returns the endpoint that issues the credentials: that of STS, or the URI of the container
   * credentials. Null if the configuration is missing or invalid.
   */
  default @Nullable URI endpoint() {
    return null;
  }

  /**
   * Returns the endpoint of STS for other calls with the credentials, such as to assume another
   * role: with a web identity that of {@link #endpoint}, with container credentials that of the
   * region or the endpoint override of the environment. Null if the configuration is missing or
   * invalid, or if container credentials are used without a region.
   */
  default @Nullable URI stsEndpoint() {
    return null;
  }

  /**
   * Returns the region, or null if none is set. It is not needed with an endpoint override and for
   * container credentials.
   */
  default @Nullable String region() {
    return null;
  }

  /**
   * Returns the ARN of the role, or null if the configuration is missing or invalid, or if only the
   * issuer knows the role, as with container credentials.
   */
  default @Nullable String roleArn() {
    return null;
  }

  /** Returns the role session name, or null if it is not known. */
  default @Nullable String roleSessionName() {
    return null;
  }

  /**
   * Returns the path of the token file, or null if it is not known or the token is not in a file.
   */
  default @Nullable Path tokenFile() {
    return null;
  }

  /**
   * Returns the origin of each setting. Keys are names such as {@code AWS_ROLE_ARN}; values are the
   * name of a variable or property, {@code builder} or {@code default}.
   */
  default Map<String, String> origins() {
    return Map.of();
  }

  /** Returns when the last credentials expire, by the clock of AWS; null before the first ones. */
  default @Nullable Instant expiration() {
    return null;
  }

  /**
   * Returns when the next refresh is scheduled, by the local wall clock, or null if none is
   * scheduled.
   */
  default @Nullable Instant nextRefresh() {
    return null;
  }

  /**
   * Returns when credentials were last received, by the local wall clock; null before the first
   * ones.
   */
  default @Nullable Instant lastRefresh() {
    return null;
  }

  /** Returns the last failed refresh since the last success, or null if there is none. */
  default @Nullable Failure lastFailure() {
    return null;
  }

  /**
   * Returns the offset to add to the local clock to get the time of STS; null before the first
   * response with a date, and always with container credentials, whose endpoint has the clock of
   * the node.
   */
  default @Nullable Duration clockOffset() {
    return null;
  }

  /** Returns the claims of the token; null until they have been read. */
  default @Nullable TokenClaims tokenClaims() {
    return null;
  }
}
