package dev.irsa.micrometer;

import dev.irsa.IrsaStatus;
import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.TokenClaims;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A status that a test sets. */
record TestStatus(
    State state,
    @Nullable IdentitySource source,
    @Nullable String roleArn,
    @Nullable Instant expiration,
    @Nullable Instant lastRefresh,
    @Nullable Duration clockOffset,
    @Nullable TokenClaims tokenClaims)
    implements IrsaStatus {

  static TestStatus of(State state, @Nullable String roleArn) {
    return of(state, roleArn, null);
  }

  static TestStatus of(State state, @Nullable String roleArn, @Nullable Instant expiration) {
    return new TestStatus(
        state, IdentitySource.WEB_IDENTITY, roleArn, expiration, null, null, null);
  }
}
