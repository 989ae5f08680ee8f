package dev.irsa.simulation;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The refresh windows of SDK v1's STS providers. From 5 min before expiration, a call starts a
 * concurrent refresh, one at a time. From 1 min before, the caller refreshes itself and gets the
 * error (com.amazonaws.auth.RefreshableTask, ShouldDoAsyncSessionRefresh,
 * ShouldDoBlockingSessionRefresh; socket timeout 50 s by ClientConfiguration).
 */
final class SdkV1Contender extends SdkContender {

  private static final long ASYNC = 5 * 60_000;
  private static final long BLOCKING = 60_000;

  private long expiresAt;
  private @Nullable Got pending;

  SdkV1Contender(Duration lifetime, Outage outage, long seed) {
    super(lifetime, outage, 50_000, SdkRetries::legacy, seed);
  }

  @Override
  public Got get(long millis) {
    if (pending != null && pending.at() <= millis) {
      take(pending);
      pending = null;
    }
    if (expiresAt - millis < BLOCKING) {
      Got got = refresh(millis);
      take(got);
      return got;
    }
    if (expiresAt - millis < ASYNC && pending == null) {
      pending = refresh(millis);
    }
    return new Got(millis, expiresAt);
  }

  private void take(Got got) {
    if (!got.isFailure()) {
      expiresAt = Math.max(expiresAt, got.expiresAt());
    }
  }
}
