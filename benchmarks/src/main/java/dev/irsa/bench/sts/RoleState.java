package dev.irsa.bench.sts;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The state of STS for one role: its behaviour. Thread-safe. */
final class RoleState {

  /** Describes how to handle one request. */
  record Verdict(Behaviour behaviour, Behaviour.@Nullable Outage outage) {}

  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock.
  private Behaviour behaviour = Behaviour.HEALTHY;
  private boolean armed;
  private long outageFromMillis;
  private long outageToMillis;

  void set(Behaviour other) {
    lock.lock();
    try {
      behaviour = other;
      armed = other.outage() != null;
      outageFromMillis = 0;
      outageToMillis = 0;
    } finally {
      lock.unlock();
    }
  }

  Verdict judge(long nowMillis) {
    lock.lock();
    try {
      boolean ill = nowMillis >= outageFromMillis && nowMillis < outageToMillis;
      return new Verdict(behaviour, ill ? behaviour.outage() : null);
    } finally {
      lock.unlock();
    }
  }

  /** Schedules the pending outage. */
  void issued(long expirationMillis) {
    lock.lock();
    try {
      if (armed) {
        armed = false;
        outageFromMillis = expirationMillis - behaviour.outageLeadMillis();
        outageToMillis = outageFromMillis + behaviour.outageForMillis();
      }
    } finally {
      lock.unlock();
    }
  }
}
