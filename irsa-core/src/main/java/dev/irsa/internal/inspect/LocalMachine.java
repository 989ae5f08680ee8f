package dev.irsa.internal.inspect;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;

/**
 * The machine on which the doctor runs; tests replace it.
 *
 * @param resolver resolves host names
 * @param clock the wall clock
 * @param pause waits between two exchanges
 */
public record LocalMachine(Resolver resolver, Clock clock, Pause pause) {

  /** Resolves host names. */
  public interface Resolver {
    /**
     * Returns the addresses of a host, at least one.
     *
     * @throws UnknownHostException if the host is not known
     */
    InetAddress[] addresses(String host) throws UnknownHostException;
  }

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
  public static LocalMachine ofSystem() {
    return new LocalMachine(
        InetAddress::getAllByName, Clock.systemUTC(), time -> Thread.sleep(time.toMillis()));
  }
}
