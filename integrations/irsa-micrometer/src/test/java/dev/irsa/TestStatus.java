package dev.irsa;

import dev.irsa.IrsaStatus.State;
import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.TokenClaims;
import dev.irsa.internal.refresh.SessionStatus;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Statuses of sessions, with what meters read; in the package of the builder, which is internal.
 */
public final class TestStatus {

  private TestStatus() {}

  public static IrsaStatus of(State state, @Nullable String roleArn) {
    return of(state, roleArn, null);
  }

  public static IrsaStatus of(State state, @Nullable String roleArn, @Nullable Instant expiration) {
    return of(state, IdentitySource.WEB_IDENTITY, roleArn, expiration, null, null, null);
  }

  public static IrsaStatus of(
      State state,
      IdentitySource source,
      @Nullable String roleArn,
      @Nullable Instant expiration,
      @Nullable Instant lastRefresh,
      @Nullable Duration clockOffset,
      @Nullable TokenClaims tokenClaims) {
    IrsaStatus.Values values = new IrsaStatus.Values();
    values.state = state;
    values.isConfigured = true;
    values.source = source;
    values.roleArn = roleArn;
    values.session =
        new SessionStatus(
            null,
            0,
            0,
            expiration,
            null,
            lastRefresh,
            null,
            null,
            0,
            false,
            clockOffset,
            tokenClaims);
    return new IrsaStatus(values);
  }

  /** Returns the status of a fresh token for others. */
  public static IrsaStatus ofToken(String roleArn, String audiences) {
    IrsaStatus.Values values = new IrsaStatus.Values();
    values.state = State.FRESH;
    values.source = IdentitySource.OUTBOUND_TOKEN;
    values.roleArn = roleArn;
    values.audiences = audiences;
    return new IrsaStatus(values);
  }
}
