package dev.irsa.simulation;

import java.util.ArrayList;
import java.util.List;

/**
 * A provider of credentials during an {@link Outage}, on its own virtual time and with one caller.
 * Times are milliseconds since the first call.
 */
public abstract class Contender {

  /**
   * The result of a call.
   *
   * @param at the time of the result
   * @param expiresAt the expiration of the credentials, or {@link #FAILED}
   */
  public record Got(long at, long expiresAt) {
    public boolean isFailure() {
      return expiresAt == FAILED;
    }
  }

  static final long FAILED = -1;

  /** The times of calls to STS. */
  public final List<Long> calls = new ArrayList<>();

  private final List<Got> issued = new ArrayList<>();

  /** Advances the time and makes a call. Returns its result and time. */
  public abstract Got get(long millis);

  /** Records that STS issued credentials. */
  final void issued(long at, long expiresAt) {
    issued.add(new Got(at, expiresAt));
  }

  final boolean isRenewedSince(long millis) {
    return !issued.isEmpty() && issued.get(issued.size() - 1).at() >= millis;
  }

  final long busiestMinute() {
    long most = 0;
    int first = 0;
    for (int last = 0; last < calls.size(); last++) {
      while (calls.get(last) - calls.get(first) >= 60_000) {
        first++;
      }
      most = Math.max(most, last - first + 1);
    }
    return most;
  }

  /** Returns the expiration of the current credentials at a time. */
  final long expiryOfIssuedBefore(long millis) {
    long expiresAt = 0;
    for (Got got : issued) {
      if (got.at() < millis) {
        expiresAt = got.expiresAt();
      }
    }
    return expiresAt;
  }

  final boolean hasCalledSince(long millis) {
    return !calls.isEmpty() && calls.get(calls.size() - 1) >= millis;
  }

  final long callsSince(long millis) {
    return calls.stream().filter(at -> at >= millis).count();
  }
}
