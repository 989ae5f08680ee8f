package dev.irsa.bench.part;

import dev.irsa.bench.sts.Behaviour;
import dev.irsa.bench.sts.Behaviour.Outage;
import org.jspecify.annotations.Nullable;

/**
 * The scenarios. Sessions live 30 s, a thirtieth of AWS's minimum, and the SDKs' windows are scaled
 * accordingly: 10 s and 2 s before the end. STS takes 200 ms.
 *
 * <p>An outage begins 18 s before a session expires, before any provider refreshes, and ends 1.5 s
 * before expiration, inside the SDKs' last window. The scenario in which STS hangs ends 9 s before:
 * timeouts of whole seconds do not scale, and a request sent in those 9 s would hang beyond the
 * session's end anyway.
 */
enum Scenario {
  /** Only refreshes, which take their time. */
  AHEAD("refreshes, STS takes 200 ms", null, 0, 0, 34_000),
  /** Idle until the first session has long expired, then full load. */
  LATE("traffic comes back late", null, 0, 20_000, 10_000),
  /** 503. */
  DOWN("STS down for 16.5 s", Outage.DOWN, 16_500, 0, 46_000),
  /** Throttling. */
  THROTTLED("STS throttles for 16.5 s", Outage.THROTTLED, 16_500, 0, 46_000),
  /** Requests during the 9 s never get a response. */
  HANGS("STS hangs for 9 s", Outage.HANGS, 9_000, 0, 56_000);

  static final long LIFETIME_MILLIS = 30_000;

  /** The lifetime of the first session, short so that the next one comes soon. */
  static final long FIRST_LIFETIME_MILLIS = LIFETIME_MILLIS / 2;

  private static final long DELAY_MILLIS = 200;
  private static final long OUTAGE_LEAD_MILLIS = 18_000;

  private final String title;
  private final @Nullable Outage outage;
  private final long outageMillis;
  private final long idleMillis;
  private final long callMillis;

  Scenario(
      String title, @Nullable Outage outage, long outageMillis, long idleMillis, long callMillis) {
    this.title = title;
    this.outage = outage;
    this.outageMillis = outageMillis;
    this.idleMillis = idleMillis;
    this.callMillis = callMillis;
  }

  String title() {
    return title;
  }

  boolean isOutage() {
    return outage != null;
  }

  long idleMillis() {
    return idleMillis;
  }

  long callMillis() {
    return callMillis;
  }

  Behaviour behaviour() {
    Behaviour slow = Behaviour.HEALTHY.withLifetime(LIFETIME_MILLIS).withDelay(DELAY_MILLIS);
    return outage == null ? slow : slow.withOutage(outage, OUTAGE_LEAD_MILLIS, outageMillis);
  }
}
