package dev.irsa.simulation;

import java.lang.reflect.Field;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Random;
import software.amazon.awssdk.utils.cache.CachedSupplier;
import software.amazon.awssdk.utils.cache.RefreshResult;

/**
 * SDK v2's own {@link CachedSupplier}, configured as in its STS providers: prefetch 5 min before
 * expiration (with jitter up to 1 min before it is stale), stale 1 min before, where callers block
 * and get the error (StsCredentialsProvider; socket timeout 30 s by the Apache client).
 */
public final class SdkV2Contender extends SdkContender {

  private static final long PREFETCH = 5 * 60_000;
  private static final long STALE = 60_000;

  private final CachedSupplier<Long> cache;
  private long now;

  public SdkV2Contender(Duration lifetime, Outage outage, long seed) {
    super(lifetime, outage, 30_000, SdkRetries::standard, seed);
    InstantSource clock = () -> Instant.ofEpochMilli(now);
    cache = CachedSupplier.builder(this::fetch).clock(clock.withZone(ZoneOffset.UTC)).build();
    drawFrom(new Random(seed));
  }

  /** Replaces its source of randomness by a seeded one, so that the page is reproducible. */
  private void drawFrom(Random seeded) {
    try {
      Field field = CachedSupplier.class.getDeclaredField("jitterRandom");
      field.setAccessible(true);
      field.set(cache, seeded);
    } catch (ReflectiveOperationException changed) {
      throw new LinkageError("the SDK's cache draws its jitter from elsewhere", changed);
    }
  }

  private RefreshResult<Long> fetch() {
    Got got = refresh(now);
    now = got.at();
    if (got.isFailure()) {
      throw new IllegalStateException("no answer from STS");
    }
    return RefreshResult.builder(got.expiresAt())
        .prefetchTime(Instant.ofEpochMilli(got.expiresAt() - PREFETCH))
        .staleTime(Instant.ofEpochMilli(got.expiresAt() - STALE))
        .build();
  }

  @Override
  public Got get(long millis) {
    now = Math.max(now, millis);
    try {
      long expiresAt = cache.get();
      return new Got(now, expiresAt);
    } catch (IllegalStateException failed) {
      return new Got(now, FAILED);
    }
  }
}
