package dev.irsa.testkit.server;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Holds responses at the server until the test opens the gate, so that a test can act while a
 * request is in flight. Thread-safe; closing the lab ends waiting requests.
 *
 * <pre>{@code
 * Gate gate = Gate.closed();
 * lab.sts().faults().next(Fault.gate(gate));
 * // … start callers
 * gate.awaitArrivals(1, Duration.ofSeconds(10));
 * gate.open();
 * }</pre>
 */
public final class Gate {
  private final CountDownLatch opened = new CountDownLatch(1);
  private final Semaphore arrivals = new Semaphore(0);

  private Gate() {}

  /** Returns a closed gate. */
  public static Gate closed() {
    return new Gate();
  }

  /** Opens the gate permanently. */
  public void open() {
    opened.countDown();
  }

  /**
   * Waits until at least {@code count} more requests have arrived at the gate, including those that
   * have passed it.
   *
   * @throws AssertionError if they have not arrived after {@code timeout} of real time
   */
  public void awaitArrivals(int count, Duration timeout) throws InterruptedException {
    if (!arrivals.tryAcquire(count, timeout.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new AssertionError(
          "expected " + count + " more requests at the gate within " + timeout);
    }
  }

  void pass() throws InterruptedException {
    arrivals.release();
    opened.await();
  }
}
