package dev.irsa.bench.pod;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Threads that request credentials at a steady rate and record the duration of each call. A delayed
 * thread skips the calls that were due in the meantime; the call that delayed it counts in full.
 */
final class SteadyCallers {

  private static final int THREADS = 16;
  private static final long BEAT_NANOS = 20_000_000;

  /**
   * In the peers' favour, this close to its end a session is not considered valid. STS reports
   * times in whole seconds, so up to one second is lost.
   */
  private static final long MARGIN_NANOS = 1_250_000_000;

  private final Supplier<String> credentials;
  private final long lifetimeNanos;
  private final ConcurrentMap<String, Long> firstSeen = new ConcurrentHashMap<>();
  private volatile long validUntilNanos;

  /** Creates callers of a supplier that returns the access key id. */
  SteadyCallers(Supplier<String> credentials, long lifetimeMillis) {
    this.credentials = credentials;
    this.lifetimeNanos = lifetimeMillis * 1_000_000;
    this.validUntilNanos = System.nanoTime() - 1;
  }

  /** The results of one thread. Written by that thread, and read when it has ended or is stuck. */
  private static final class Tally {
    private volatile long worst;
    private volatile long startedNanos;
    private volatile int failures;
    private volatile int failuresWhileValid;

    // Written only by its own thread.
    @SuppressWarnings("NonAtomicVolatileUpdate")
    void fail(boolean whileValid) {
      failures++;
      if (whileValid) {
        failuresWhileValid++;
      }
    }

    void end(long nanos) {
      worst = Math.max(worst, nanos);
      startedNanos = 0;
    }

    long worstAt(long now) {
      long started = startedNanos;
      return started == 0 ? worst : Math.max(worst, now - started);
    }
  }

  /** Makes calls until the end and returns one line: see {@link OutagePod}. */
  String callFor(long millis) throws InterruptedException {
    long start = System.nanoTime();
    long end = start + millis * 1_000_000;
    List<Tally> tallies = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      Tally tally = new Tally();
      tallies.add(tally);
      long phase = start + i * BEAT_NANOS / THREADS;
      Thread thread = new Thread(() -> call(tally, phase, end), "caller-" + i);
      thread.setDaemon(true);
      threads.add(thread);
      thread.start();
    }
    int stuck = 0;
    for (Thread thread : threads) {
      long left = Math.max(1, (end - System.nanoTime()) / 1_000_000 + 20);
      thread.join(left);
      stuck += thread.isAlive() ? 1 : 0;
    }
    long now = System.nanoTime();
    return "result "
        + tallies.stream().mapToLong(tally -> tally.worstAt(now)).max().orElse(0) / 1000
        + " "
        + tallies.stream().mapToInt(tally -> tally.failures).sum()
        + " "
        + tallies.stream().mapToInt(tally -> tally.failuresWhileValid).sum()
        + " "
        + stuck;
  }

  private void call(Tally tally, long phase, long end) {
    long next = phase;
    while (next < end) {
      while (System.nanoTime() < next) {
        LockSupport.parkNanos(next - System.nanoTime());
      }
      long before = System.nanoTime();
      tally.startedNanos = before;
      try {
        note(credentials.get());
      } catch (RuntimeException failed) {
        tally.fail(System.nanoTime() < validUntilNanos);
      }
      long after = System.nanoTime();
      tally.end(after - before);
      next += (Math.max(0, after - next) / BEAT_NANOS + 1) * BEAT_NANOS;
    }
  }

  private void note(String accessKeyId) {
    if (!firstSeen.containsKey(accessKeyId)) {
      long now = System.nanoTime();
      if (firstSeen.putIfAbsent(accessKeyId, now) == null) {
        validUntilNanos = Math.max(validUntilNanos, now + lifetimeNanos - MARGIN_NANOS);
      }
    }
  }
}
