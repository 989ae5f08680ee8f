package dev.irsa.testkit.server;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Holds requests at the server until the test opens it, so that "while the answer is on its way" is
 * a moment that a test can stand in. Thread-safe; closing the lab ends what waits.
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

  /** A gate that is closed. */
  public static Gate closed() {
    return new Gate();
  }

  /** Lets everything through from now on. */
  public void open() {
    opened.countDown();
  }

  /**
   * Waits until so many more requests stand at the gate or have passed it.
   *
   * @throws AssertionError if they have not come after {@code timeout} of real time
   */
  public void awaitArrivals(int count, Duration timeout) throws InterruptedException {
    if (!arrivals.tryAcquire(count, timeout.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new AssertionError("no " + count + " requests at the gate within " + timeout);
    }
  }

  void pass() throws InterruptedException {
    arrivals.release();
    opened.await();
  }
}
