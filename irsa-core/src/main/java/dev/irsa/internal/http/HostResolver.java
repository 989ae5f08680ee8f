package dev.irsa.internal.http;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Resolves host names. Thread-safe; may block as long as the system's resolver does. */
public interface HostResolver {

  /**
   * Returns the addresses of a host in the order in which to try them, at least one.
   *
   * @param host a name, or an address without brackets
   * @throws UnknownHostException if the host is not known
   */
  InetAddress[] addresses(String host) throws UnknownHostException;

  /** The resolver of the JDK, which uses the system's and caches results for seconds. */
  HostResolver SYSTEM =
      new HostResolver() {
        @Override
        public InetAddress[] addresses(String host) throws UnknownHostException {
          return InetAddress.getAllByName(host);
        }
      };
}
