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
 * @since 0.1
 */
public final class IrsaStatus {

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

  /** The values of a status, complete before it is made. What nobody sets is not known. */
  static final class Values {
    State state = State.EMPTY;
    boolean isConfigured;
    @Nullable IdentitySource source;
    @Nullable URI endpoint;
    @Nullable URI stsEndpoint;
    @Nullable String region;
    @Nullable String roleArn;
    @Nullable String roleSessionName;
    @Nullable String audiences;
    @Nullable Path tokenFile;
    Map<String, String> origins = Map.of();
    SessionStatus session = SessionStatus.NONE;
    @Nullable Failure lastFailure;
  }

  private final Values values;

  IrsaStatus(Values values) {
    this.values = values;
  }

  /** Returns a status of which nothing but the state is known, for tests of code that reads one. */
  public static IrsaStatus of(State state) {
    Values values = new Values();
    values.state = state;
    return new IrsaStatus(values);
  }

  /** Returns the status if the configuration is missing or invalid. */
  static IrsaStatus misconfigured(MisconfiguredException failure) {
    Values values = new Values();
    values.state = State.MISCONFIGURED;
    values.isConfigured = failure.isConfigured();
    values.lastFailure = new Failure(failure, null, 0);
    return new IrsaStatus(values);
  }

  /**
   * Returns the status of a session with a complete configuration.
   *
   * @param session the session itself, or null if there is none
   * @param clock the wall clock of the session
   */
  static IrsaStatus of(ConfiguredSession pod, @Nullable Session session, Clock clock) {
    Values values = new Values();
    set(values, pod);
    if (session != null) {
      Freshness freshness = session.freshnessAt(clock.millis());
      values.state = freshness == null ? State.EMPTY : State.valueOf(freshness.name());
      SessionStatus current = session.status();
      CredentialsException failure = current.failure();
      values.session = current;
      values.lastFailure =
          failure == null ? null : new Failure(failure, current.failedAt(), current.attempts());
      values.endpoint = pod.subject().at(current.isFromSpare()).endpoint();
    }
    return new IrsaStatus(values);
  }

  private static void set(Values values, ConfiguredSession pod) {
    Configuration settings = pod.configuration();
    Identity identity = settings.identity();
    values.isConfigured = true;
    values.source = settings.source();
    values.endpoint = pod.subject().endpoint();
    values.stsEndpoint = settings.stsEndpoint();
    values.region = settings.region();
    values.roleArn = identity.roleArn();
    values.roleSessionName = identity.roleSessionName();
    values.audiences = pod.subject().audiences();
    values.tokenFile = identity.tokenFile();
    values.origins = settings.origins();
  }

  /** Returns the state of the session. */
  public State state() {
    return values.state;
  }

  /**
   * Returns whether the process is configured for IRSA, EKS Pod Identity or other container
   * credentials, even partly ({@link MisconfiguredException#isConfigured}).
   */
  public boolean isConfigured() {
    return values.isConfigured;
  }

  /**
   * Returns where the credentials come from, or null if the configuration is missing or invalid.
   */
  public @Nullable IdentitySource source() {
    return values.source;
  }

  /**
   * Returns the endpoint that issued the credentials last, and before the first credentials the one
   * to be asked first: the endpoint of STS, its spare one, or the URI of the container credentials.
   * Null if the configuration is missing or invalid.
   */
  public @Nullable URI endpoint() {
    return values.endpoint;
  }

  /**
   * Returns the endpoint of STS for other calls with the credentials, such as to assume another
   * role. With a web identity it is the first endpoint. With container credentials it is the
   * endpoint of the region, or the endpoint override of the environment. Null if the configuration
   * is missing or invalid, or if container credentials are used without a region.
   */
  public @Nullable URI stsEndpoint() {
    return values.stsEndpoint;
  }

  /**
   * Returns the region, or null if none is set. It is not needed with an endpoint override and for
   * container credentials.
   */
  public @Nullable String region() {
    return values.region;
  }

  /**
   * Returns the ARN of the role, or null if the configuration is missing or invalid, or if only the
   * issuer knows the role, as with container credentials.
   */
  public @Nullable String roleArn() {
    return values.roleArn;
  }

  /** Returns the role session name, or null if it is not known. */
  public @Nullable String roleSessionName() {
    return values.roleSessionName;
  }

  /**
   * Returns the services that accept the token, separated by a comma and a blank, or null if this
   * is not the status of {@link OutboundTokens}.
   */
  public @Nullable String audiences() {
    return values.audiences;
  }

  /**
   * Returns the path of the token file, or null if it is not known or the token is not in a file.
   */
  public @Nullable Path tokenFile() {
    return values.tokenFile;
  }

  /**
   * Returns the origin of each setting. Keys are names such as {@code AWS_ROLE_ARN}; values are the
   * name of a variable or property, {@code builder} or {@code default}.
   */
  public Map<String, String> origins() {
    return values.origins;
  }

  /** Returns when the last credentials expire, by the clock of AWS; null before the first ones. */
  public @Nullable Instant expiration() {
    return values.session.expiration();
  }

  /**
   * Returns when the next refresh is scheduled, by the local wall clock, or null if none is
   * scheduled.
   */
  public @Nullable Instant nextRefresh() {
    return values.session.nextRefreshAt();
  }

  /**
   * Returns when credentials were last received, by the local wall clock; null before the first
   * ones.
   */
  public @Nullable Instant lastRefresh() {
    return values.session.receivedAt();
  }

  /** Returns the last failed refresh since the last success, or null if there is none. */
  public @Nullable Failure lastFailure() {
    return values.lastFailure;
  }

  /**
   * Returns the offset to add to the local clock to get the time of STS; null before the first
   * response with a date, and always with container credentials, whose endpoint has the clock of
   * the node.
   */
  public @Nullable Duration clockOffset() {
    return values.session.clockOffset();
  }

  /** Returns the claims of the token; null until they have been read. */
  public @Nullable TokenClaims tokenClaims() {
    return values.session.tokenClaims();
  }

  @Override
  public String toString() {
    return "IrsaStatus[state="
        + values.state
        + ", isConfigured="
        + values.isConfigured
        + ", source="
        + values.source
        + ", endpoint="
        + values.endpoint
        + ", stsEndpoint="
        + values.stsEndpoint
        + ", region="
        + values.region
        + ", roleArn="
        + values.roleArn
        + ", roleSessionName="
        + values.roleSessionName
        + ", audiences="
        + values.audiences
        + ", tokenFile="
        + values.tokenFile
        + ", origins="
        + values.origins
        + ", expiration="
        + expiration()
        + ", nextRefresh="
        + nextRefresh()
        + ", lastRefresh="
        + lastRefresh()
        + ", lastFailure="
        + values.lastFailure
        + ", clockOffset="
        + clockOffset()
        + ", tokenClaims="
        + tokenClaims()
        + "]";
  }
}
