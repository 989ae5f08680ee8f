package dev.irsa.internal.refresh;

import dev.irsa.internal.time.Nanos;
import dev.irsa.internal.time.TimePoint;
import java.util.Arrays;

/**
 * How many calls an identity may make: at most so many in any window of a minute. Counted on the
 * monotonic clock only, so that no step of the wall clock buys calls. Not thread-safe.
 */
public class CallLimiter {

  private static final int VALID = 12;
  private static final int EXPIRED = 15;

  /** A ring once it is full; most sessions never make more than a few calls. */
  private long[] calls = new long[2];

  private long recorded;

  /** Returns the nanoseconds until a call is allowed, 0 when it is now. */
  public long waitAt(TimePoint now, boolean expired, double scale) {
    int allowed = expired ? EXPIRED : VALID;
    if (recorded < allowed) {
      return 0;
    }
    long oldest = calls[(int) ((recorded - allowed) % EXPIRED)];
    return Math.max(0, oldest + Nanos.scaled(Nanos.MINUTE, scale) - now.nanos());
  }

  void record(TimePoint now) {
    if (recorded == calls.length && recorded < EXPIRED) {
      calls = Arrays.copyOf(calls, (int) Math.min(2 * recorded, EXPIRED));
    }
    calls[(int) (recorded % EXPIRED)] = now.nanos();
    recorded++;
  }
}
