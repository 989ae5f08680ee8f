package dev.irsa;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.TokenClaims;
import dev.irsa.internal.config.Configuration;
import dev.irsa.internal.identity.Identity;
import dev.irsa.internal.refresh.Freshness;
import dev.irsa.internal.refresh.SessionStatus;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The status of a configuration and its session: a component for each thing that it tells. */
record CurrentStatus(
    State state,
    boolean isConfigured,
    IdentitySource source,
    URI endpoint,
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
    @Nullable TokenClaims tokenClaims)
    implements IrsaStatus {

  /**
   * Returns the status of a complete configuration.
   *
   * @param session the status of its session, or null if there is none
   */
  static IrsaStatus of(Configuration settings, @Nullable SessionStatus session) {
    SessionStatus current = Objects.requireNonNullElse(session, SessionStatus.NONE);
    Identity identity = settings.identity();
    Freshness freshness = current.freshness();
    CredentialsException failure = current.failure();
    return new CurrentStatus(
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

  /** Returns the status of a configuration that is missing or invalid. */
  static IrsaStatus misconfigured(MisconfiguredException failure) {
    return new Misconfigured(
        State.MISCONFIGURED, failure.isConfigured(), new Failure(failure, null, 0));
  }

  private record Misconfigured(State state, boolean isConfigured, Failure lastFailure)
      implements IrsaStatus {
    @Override
    public String toString() {
      return text(this);
    }
  }

  @Override
  public String toString() {
    return text(this);
  }

  private static String text(IrsaStatus status) {
    StringBuilder text = new StringBuilder("IrsaStatus[state=").append(status.state());
    append(text, "configured", status.isConfigured());
    append(text, "source", status.source());
    append(text, "endpoint", status.endpoint());
    append(text, "stsEndpoint", status.stsEndpoint());
    append(text, "region", status.region());
    append(text, "roleArn", status.roleArn());
    append(text, "roleSessionName", status.roleSessionName());
    append(text, "tokenFile", status.tokenFile());
    append(text, "expiration", status.expiration());
    append(text, "nextRefresh", status.nextRefresh());
    append(text, "lastRefresh", status.lastRefresh());
    append(text, "lastFailure", status.lastFailure());
    append(text, "clockOffset", status.clockOffset());
    append(text, "tokenClaims", status.tokenClaims());
    return text.append(", origins=").append(status.origins()).append(']').toString();
  }

  private static void append(StringBuilder text, String name, @Nullable Object value) {
    if (value != null) {
      text.append(", ").append(name).append('=').append(value);
    }
  }
}
