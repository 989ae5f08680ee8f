package dev.irsa.doctor.internal.probe;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;

/** The machine on which the doctor runs; tests replace its parts. */
public interface LocalMachine {

  /** This machine. */
  LocalMachine SYSTEM = new LocalMachine() {};

  /**
   * Returns the addresses of a host, at least one.
   *
   * @throws UnknownHostException if the host is not known
   */
  default InetAddress[] addresses(String host) throws UnknownHostException {
    return InetAddress.getAllByName(host);
  }

  /** Returns the wall clock. */
  default Clock clock() {
    return Clock.systemUTC();
  }

  /** Returns the time for durations and limits, in nanoseconds. */
  default long nanoTime() {
    return System.nanoTime();
  }

  /**
   * Blocks the current thread between two exchanges.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  default void pause(Duration time) throws InterruptedException {
    Thread.sleep(time.toMillis());
  }
}
