package dev.irsa.internal.exchange;

import dev.irsa.credentials.CredentialsException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One run of an {@link Exchange}: how much time it has, and how another thread ends it. The session
 * creates it, and the exchange begins each step that may block with it. Thread-safe.
 */
public final class RunningExchange {

  /** What an exchange is doing, for example reading a file or waiting for a response. */
  public interface Step {

    /**
     * Ends the step, without waiting for that. Called by any thread, also repeatedly and after the
     * end of the step.
     */
    void abort();

    /**
     * Returns what keeps the step from reaching the issuer, such as a token file that cannot be
     * opened, or null if it is not known. Does not block.
     */
    default @Nullable CredentialsException obstacle() {
      return null;
    }
  }

  private final IoDeadline deadline;
  private final @Nullable SigningSession signer;
  private final boolean isAtSpare;
  private final CountDownLatch aborted = new CountDownLatch(1);

  // Volatile: written by the thread of the call, read by the aborting one. Either the aborting
  // thread sees the step, or the thread of the call sees the latch after it has set the step.
  private volatile @Nullable Step step;

  /**
   * Starts the time of a call.
   *
   * @param bound the maximum duration of the call
   * @param nanoTime a monotonic clock in nanoseconds
   * @param signer signs the request for a chained role, null for others
   * @param isAtSpare whether it asks the spare endpoint
   */
  public RunningExchange(
      Duration bound, LongSupplier nanoTime, @Nullable SigningSession signer, boolean isAtSpare) {
    this.deadline = new IoDeadline(nanoTime, bound);
    this.signer = signer;
    this.isAtSpare = isAtSpare;
  }

  /** Starts the time of a call at the first endpoint that no session signs. */
  public RunningExchange(Duration bound, LongSupplier nanoTime) {
    this(bound, nanoTime, null, false);
  }

  /** Returns whether the call asks the spare endpoint. */
  public boolean isAtSpare() {
    return isAtSpare;
  }

  /** Returns the session that signs the request. Only for a chained role. */
  public SigningSession signer() {
    return Objects.requireNonNull(signer);
  }

  /** Returns the remaining time of the call, not negative. */
  public Duration remaining() {
    return deadline.remaining();
  }

  /** Starts the time of a step, which ends with the call. */
  public IoDeadline stepDeadline() {
    return deadline.within(deadline.remaining());
  }

  /** Begins a step, which replaces the previous one. It is aborted at once if the call was. */
  public void begin(Step next) {
    step = next;
    if (isAborted()) {
      next.abort();
    }
  }

  /**
   * Aborts the call, without waiting for its end. Idempotent; has no effect after the end of the
   * call.
   */
  public void abort() {
    aborted.countDown();
    Step running = step;
    if (running != null) {
      running.abort();
    }
  }

  /** Returns whether the call was aborted. */
  public boolean isAborted() {
    return aborted.getCount() == 0;
  }

  /** Waits for some time, or until the call is aborted. */
  public void pause(Duration time) throws InterruptedException {
    boolean unused = aborted.await(time.toNanos(), TimeUnit.NANOSECONDS);
  }

  /**
   * Returns what keeps the call from reaching the issuer, or null if it is not known. Does not
   * block.
   */
  public @Nullable CredentialsException obstacle() {
    Step running = step;
    return running == null ? null : running.obstacle();
  }
}
