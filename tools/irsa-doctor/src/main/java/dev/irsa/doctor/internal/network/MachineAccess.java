package dev.irsa.doctor.internal.network;

import dev.irsa.internal.http.HostResolver;
import java.time.Clock;
import java.time.Duration;

/**
 * What the doctor takes from the machine that it runs on, replaced in tests.
 *
 * @param resolver resolves host names
 * @param clock the wall clock
 * @param pause waits between two exchanges
 */
public record MachineAccess(HostResolver resolver, Clock clock, Pause pause) {

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
        HostResolver.SYSTEM, Clock.systemUTC(), time -> Thread.sleep(time.toMillis()));
  }
}
