package dev.irsa;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.FailureKind;
import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.TokenClaims;
import dev.irsa.internal.refresh.Freshness;
import dev.irsa.internal.refresh.SessionStatus;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of the state of a session, for people and health checks. Immutable; contains no
 * secrets. Values that are not known yet are null.
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
  public static final class Failure {

    private final CredentialsException failure;
    private final @Nullable Instant at;
    private final int attempts;

    private Failure(CredentialsException failure, @Nullable Instant at, int attempts) {
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

  private final State state;
  private final boolean configured;
  private final @Nullable IdentitySource source;
  private final @Nullable URI endpoint;
  private final @Nullable URI stsEndpoint;
  private final @Nullable String region;
  private final @Nullable String roleArn;
  private final @Nullable String roleSessionName;
  private final @Nullable Path tokenFile;
  private final Map<String, String> origins;
  private final @Nullable Instant expiration;
  private final @Nullable Instant nextRefresh;
  private final @Nullable Instant lastRefresh;
  private final @Nullable Failure lastFailure;
  private final @Nullable Duration clockOffset;
  private final @Nullable TokenClaims tokenClaims;

  private IrsaStatus(Builder values) {
    state = values.state;
    configured = values.configured;
    source = values.source;
    endpoint = values.endpoint;
    stsEndpoint = values.stsEndpoint;
    region = values.region;
    roleArn = values.roleArn;
    roleSessionName = values.roleSessionName;
    tokenFile = values.tokenFile;
    origins = values.origins;
    expiration = values.expiration;
    nextRefresh = values.nextRefresh;
    lastRefresh = values.lastRefresh;
    lastFailure = values.lastFailure;
    clockOffset = values.clockOffset;
    tokenClaims = values.tokenClaims;
  }

  /**
   * Returns a builder for a status in the given state. Useful in tests of code that reads a status.
   */
  public static Builder builder(State state) {
    return new Builder(state);
  }

  /** Returns the status of a configuration and its session, which is null if there is none. */
  static IrsaStatus of(ResolvedSettings settings, @Nullable SessionStatus session) {
    Freshness freshness = session == null ? null : session.freshness();
    Builder status =
        builder(freshness == null ? State.EMPTY : State.valueOf(freshness.name()))
            .configured(true)
            .source(settings.identity().source())
            .endpoint(settings.subject().endpoint())
            .stsEndpoint(settings.stsEndpoint())
            .region(settings.region())
            .roleArn(settings.identity().roleArn())
            .roleSessionName(settings.identity().roleSessionName())
            .tokenFile(settings.identity().tokenFile())
            .origins(settings.origins());
    if (session != null) {
      CredentialsException failure = session.failure();
      status
          .expiration(session.expiration())
          .nextRefresh(session.nextRefreshAt())
          .lastRefresh(session.receivedAt())
          .lastFailure(
              failure == null ? null : new Failure(failure, session.failedAt(), session.attempts()))
          .clockOffset(session.clockOffset())
          .tokenClaims(session.tokenClaims());
    }
    return status.build();
  }

  /** Returns the status of a configuration that is missing or invalid. */
  static IrsaStatus of(MisconfiguredException misconfigured) {
    return builder(State.MISCONFIGURED)
        .configured(misconfigured.isConfigured())
        .lastFailure(new Failure(misconfigured, null, 0))
        .build();
  }

  /** Returns the state of the session. */
  public State state() {
    return state;
  }

  /**
   * Returns whether the process is configured for IRSA, EKS Pod Identity or other container
   * credentials, even partly.
   *
   * @see dev.irsa.credentials.MisconfiguredException#isConfigured
   */
  public boolean isConfigured() {
    return configured;
  }

  /**
   * Returns where the credentials come from, or null if the configuration is missing or invalid.
   */
  public @Nullable IdentitySource source() {
    return source;
  }

  /**
   * Returns the endpoint that issues the credentials: that of STS, or the URI of the container
   * credentials. Null if the configuration is missing or invalid.
   */
  public @Nullable URI endpoint() {
    return endpoint;
  }

  /**
   * Returns the endpoint of STS for other calls with the credentials, such as to assume another
   * role: with a web identity that of {@link #endpoint}, with container credentials that of the
   * region or the endpoint override of the environment. Null if the configuration is missing or
   * invalid, or if container credentials are used without a region.
   */
  public @Nullable URI stsEndpoint() {
    return stsEndpoint;
  }

  /**
   * Returns the region, or null if none is set. It is not needed with an endpoint override and for
   * container credentials.
   */
  public @Nullable String region() {
    return region;
  }

  /**
   * Returns the ARN of the role, or null if the configuration is missing or invalid, or if only the
   * issuer knows the role, as with container credentials.
   */
  public @Nullable String roleArn() {
    return roleArn;
  }

  /** Returns the role session name, or null if it is not known. */
  public @Nullable String roleSessionName() {
    return roleSessionName;
  }

  /**
   * Returns the path of the token file, or null if it is not known or the token is not in a file.
   */
  public @Nullable Path tokenFile() {
    return tokenFile;
  }

  /**
   * Returns the origin of each setting. Keys are names such as {@code AWS_ROLE_ARN}; values are the
   * name of a variable or property, {@code builder} or {@code default}.
   */
  public Map<String, String> origins() {
    return origins;
  }

  /** Returns when the last credentials expire, by the clock of AWS; null before the first ones. */
  public @Nullable Instant expiration() {
    return expiration;
  }

  /**
   * Returns when the next refresh is scheduled, by the local wall clock, or null if none is
   * scheduled.
   */
  public @Nullable Instant nextRefresh() {
    return nextRefresh;
  }

  /**
   * Returns when credentials were last received, by the local wall clock; null before the first
   * ones.
   */
  public @Nullable Instant lastRefresh() {
    return lastRefresh;
  }

  /** Returns the last failed refresh since the last success, or null if there is none. */
  public @Nullable Failure lastFailure() {
    return lastFailure;
  }

  /**
   * Returns the offset to add to the local clock to get the time of STS; null before the first
   * response with a date, and always with container credentials, whose endpoint has the clock of
   * the node.
   */
  public @Nullable Duration clockOffset() {
    return clockOffset;
  }

  /** Returns the claims of the token; null until they have been read. */
  public @Nullable TokenClaims tokenClaims() {
    return tokenClaims;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("IrsaStatus[state=").append(state());
    append(text, "configured", isConfigured());
    append(text, "source", source());
    append(text, "endpoint", endpoint());
    append(text, "stsEndpoint", stsEndpoint());
    append(text, "region", region());
    append(text, "roleArn", roleArn());
    append(text, "roleSessionName", roleSessionName());
    append(text, "tokenFile", tokenFile());
    append(text, "expiration", expiration());
    append(text, "nextRefresh", nextRefresh());
    append(text, "lastRefresh", lastRefresh());
    append(text, "lastFailure", lastFailure());
    append(text, "clockOffset", clockOffset());
    append(text, "tokenClaims", tokenClaims());
    return text.append(", origins=").append(origins()).append(']').toString();
  }

  private static void append(StringBuilder text, String name, @Nullable Object value) {
    if (value != null) {
      text.append(", ").append(name).append('=').append(value);
    }
  }

  /**
   * Builds a status. Not thread-safe.
   *
   * @since 0.1
   */
  public static final class Builder {
    private final State state;
    private boolean configured;
    private @Nullable IdentitySource source;
    private @Nullable URI endpoint;
    private @Nullable URI stsEndpoint;
    private @Nullable String region;
    private @Nullable String roleArn;
    private @Nullable String roleSessionName;
    private @Nullable Path tokenFile;
    private Map<String, String> origins = Map.of();
    private @Nullable Instant expiration;
    private @Nullable Instant nextRefresh;
    private @Nullable Instant lastRefresh;
    private @Nullable Failure lastFailure;
    private @Nullable Duration clockOffset;
    private @Nullable TokenClaims tokenClaims;

    private Builder(State state) {
      this.state = state;
    }

    /** Sets {@link IrsaStatus#isConfigured}. Default: false. */
    public Builder configured(boolean value) {
      configured = value;
      return this;
    }

    /** Sets {@link IrsaStatus#source}. */
    public Builder source(@Nullable IdentitySource value) {
      source = value;
      return this;
    }

    /** Sets {@link IrsaStatus#endpoint}. */
    public Builder endpoint(@Nullable URI value) {
      endpoint = value;
      return this;
    }

    /** Sets {@link IrsaStatus#stsEndpoint}. */
    public Builder stsEndpoint(@Nullable URI value) {
      stsEndpoint = value;
      return this;
    }

    /** Sets {@link IrsaStatus#region}. */
    public Builder region(@Nullable String value) {
      region = value;
      return this;
    }

    /** Sets {@link IrsaStatus#roleArn}. */
    public Builder roleArn(@Nullable String value) {
      roleArn = value;
      return this;
    }

    /** Sets {@link IrsaStatus#roleSessionName}. */
    public Builder roleSessionName(@Nullable String value) {
      roleSessionName = value;
      return this;
    }

    /** Sets {@link IrsaStatus#tokenFile}. */
    public Builder tokenFile(@Nullable Path value) {
      tokenFile = value;
      return this;
    }

    /** Sets {@link IrsaStatus#origins}. */
    public Builder origins(Map<String, String> value) {
      origins = Map.copyOf(value);
      return this;
    }

    /** Sets {@link IrsaStatus#expiration}. */
    public Builder expiration(@Nullable Instant value) {
      expiration = value;
      return this;
    }

    /** Sets {@link IrsaStatus#nextRefresh}. */
    public Builder nextRefresh(@Nullable Instant value) {
      nextRefresh = value;
      return this;
    }

    /** Sets {@link IrsaStatus#lastRefresh}. */
    public Builder lastRefresh(@Nullable Instant value) {
      lastRefresh = value;
      return this;
    }

    /** Sets {@link IrsaStatus#lastFailure}. */
    public Builder lastFailure(@Nullable Failure value) {
      lastFailure = value;
      return this;
    }

    /** Sets {@link IrsaStatus#clockOffset}. */
    public Builder clockOffset(@Nullable Duration value) {
      clockOffset = value;
      return this;
    }

    /** Sets {@link IrsaStatus#tokenClaims}. */
    public Builder tokenClaims(@Nullable TokenClaims value) {
      tokenClaims = value;
      return this;
    }

    /** Returns the status. */
    public IrsaStatus build() {
      return new IrsaStatus(this);
    }
  }
}
