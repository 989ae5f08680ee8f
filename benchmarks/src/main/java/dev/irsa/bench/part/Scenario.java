package dev.irsa.bench.part;

import dev.irsa.bench.sts.Behaviour;
import dev.irsa.bench.sts.Behaviour.Outage;
import org.jspecify.annotations.Nullable;

/**
 * What happens to callers. Sessions live 15 s, a sixtieth of the shortest that AWS gives; the STS
 * takes 200 ms. An outage begins 5 s after a session was issued and ends 1 s before it expires.
 */
enum Scenario {
  /** Nothing but refreshes that take their time. */
  AHEAD("refreshes, STS takes 200 ms", null, 0, 32_000),
  /** No calls until the first session is long over, then all at once. */
  LATE("traffic comes back late", null, 20_000, 10_000),
  /** 503. */
  DOWN("STS down for 9 s", Outage.DOWN, 0, 36_000),
  /** Throttling. */
  THROTTLED("STS throttles for 9 s", Outage.THROTTLED, 0, 36_000),
  /** Requests of those 9 s are never answered. */
  HANGS("STS hangs for 9 s", Outage.HANGS, 0, 46_000);

  static final long LIFETIME_MILLIS = 15_000;
  private static final long DELAY_MILLIS = 200;
  private static final long OUTAGE_AFTER_MILLIS = 5_000;
  private static final long OUTAGE_FOR_MILLIS = 9_000;

  private final String title;
  private final @Nullable Outage outage;
  private final long idleMillis;
  private final long callMillis;

  Scenario(String title, @Nullable Outage outage, long idleMillis, long callMillis) {
    this.title = title;
    this.outage = outage;
    this.idleMillis = idleMillis;
    this.callMillis = callMillis;
  }

  String title() {
    return title;
  }

  long idleMillis() {
    return idleMillis;
  }

  long callMillis() {
    return callMillis;
  }

  Behaviour behaviour() {
    Behaviour slow = Behaviour.HEALTHY.withLifetime(LIFETIME_MILLIS).withDelay(DELAY_MILLIS);
    return outage == null ? slow : slow.withOutage(outage, OUTAGE_AFTER_MILLIS, OUTAGE_FOR_MILLIS);
  }
}
