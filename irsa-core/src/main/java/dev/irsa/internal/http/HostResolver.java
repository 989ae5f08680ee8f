package dev.irsa.internal.http;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Finds the addresses of a host. Thread-safe; blocks as long as the system's look-up does. */
public interface HostResolver {

  /**
   * Returns the addresses in the order in which they are to be tried, at least one.
   *
   * @param host a name, or an address without brackets
   * @throws UnknownHostException when there is none
   */
  InetAddress[] addresses(String host) throws UnknownHostException;
}
