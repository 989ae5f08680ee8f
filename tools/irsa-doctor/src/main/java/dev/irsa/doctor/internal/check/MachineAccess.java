package dev.irsa.doctor.internal.check;

import dev.irsa.internal.http.HostResolver;
import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What the doctor takes from the machine that it runs on, replaced in tests.
 *
 * @param resolver resolves host names
 * @param clock the wall clock
 * @param nanoTime a monotonic clock in nanoseconds
 * @param pause waits between two exchanges
 */
public record MachineAccess(
    HostResolver resolver, Clock clock, LongSupplier nanoTime, Pause pause) {

  /** Waits. */
  public interface Pause {
    /**
     * Blocks the current thread for a time.
     *
     * @throws InterruptedException if the thread is interrupted
     */
    void pause(Duration time) throws InterruptedException;
  }

  /** Returns this machine. */
  public static MachineAccess ofSystem() {
    return new MachineAccess(
        HostResolver.SYSTEM,
        Clock.systemUTC(),
        System::nanoTime,
        time -> Thread.sleep(time.toMillis()));
  }
}
