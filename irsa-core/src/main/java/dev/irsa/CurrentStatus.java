package dev.irsa;

import dev.irsa.credentials.CredentialsException;
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
 * The status of a configuration and its session.
 *
 * @param settings the configuration
 * @param session the session, or null if there is none
 */
record CurrentStatus(ResolvedSettings settings, @Nullable SessionStatus session)
    implements IrsaStatus {

  /**
   * The status of a configuration that is missing or invalid.
   *
   * @param failure its problems
   */
  record Misconfigured(MisconfiguredException failure) implements IrsaStatus {
    @Override
    public State state() {
      return State.MISCONFIGURED;
    }

    @Override
    public boolean isConfigured() {
      return failure.isConfigured();
    }

    @Override
    public Failure lastFailure() {
      return new Failure(failure, null, 0);
    }

    @Override
    public String toString() {
      return text(this);
    }
  }

  @Override
  public State state() {
    Freshness freshness = session == null ? null : session.freshness();
    return freshness == null ? State.EMPTY : State.valueOf(freshness.name());
  }

  @Override
  public boolean isConfigured() {
    return true;
  }

  @Override
  public IdentitySource source() {
    return settings.identity().source();
  }

  @Override
  public URI endpoint() {
    return settings.subject().endpoint();
  }

  @Override
  public @Nullable URI stsEndpoint() {
    return settings.stsEndpoint();
  }

  @Override
  public @Nullable String region() {
    return settings.region();
  }

  @Override
  public @Nullable String roleArn() {
    return settings.identity().roleArn();
  }

  @Override
  public @Nullable String roleSessionName() {
    return settings.identity().roleSessionName();
  }

  @Override
  public @Nullable Path tokenFile() {
    return settings.identity().tokenFile();
  }

  @Override
  public Map<String, String> origins() {
    return settings.origins();
  }

  @Override
  public @Nullable Instant expiration() {
    return session == null ? null : session.expiration();
  }

  @Override
  public @Nullable Instant nextRefresh() {
    return session == null ? null : session.nextRefreshAt();
  }

  @Override
  public @Nullable Instant lastRefresh() {
    return session == null ? null : session.receivedAt();
  }

  @Override
  public @Nullable Failure lastFailure() {
    CredentialsException failure = session == null ? null : session.failure();
    return session == null || failure == null
        ? null
        : new Failure(failure, session.failedAt(), session.attempts());
  }

  @Override
  public @Nullable Duration clockOffset() {
    return session == null ? null : session.clockOffset();
  }

  @Override
  public @Nullable TokenClaims tokenClaims() {
    return session == null ? null : session.tokenClaims();
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
