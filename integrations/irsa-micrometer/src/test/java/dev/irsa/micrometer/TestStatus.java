package dev.irsa.micrometer;

import dev.irsa.IrsaStatus;
import dev.irsa.IrsaStatus.State;
import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.TokenClaims;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Statuses of sessions, with what meters read. */
final class TestStatus {

  private TestStatus() {}

  static IrsaStatus of(State state, @Nullable String roleArn) {
    return of(state, roleArn, null);
  }

  static IrsaStatus of(State state, @Nullable String roleArn, @Nullable Instant expiration) {
    return of(state, IdentitySource.WEB_IDENTITY, roleArn, expiration, null, null, null);
  }

  static IrsaStatus of(
      State state,
      IdentitySource source,
      @Nullable String roleArn,
      @Nullable Instant expiration,
      @Nullable Instant lastRefresh,
      @Nullable Duration clockOffset,
      @Nullable TokenClaims tokenClaims) {
    return new IrsaStatus(
        state,
        true,
        source,
        null,
        null,
        null,
        roleArn,
        null,
        null,
        Map.of(),
        expiration,
        null,
        lastRefresh,
        null,
        clockOffset,
        tokenClaims);
  }
}
