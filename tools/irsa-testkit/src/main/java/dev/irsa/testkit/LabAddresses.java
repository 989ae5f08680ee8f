package dev.irsa.testkit;

import dev.irsa.testkit.internal.server.Loopback;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * The addresses of a lab's servers. See {@link IrsaLab.Network} for their meaning. Immutable.
 *
 * @param firstPort the port of the first server; 0 for any free ports
 */
record LabAddresses(InetAddress bindAddress, String host, int firstPort) {
  static final int STS = 0;
  static final int S3 = 1;
  static final int OIDC = 2;
  static final int PROXY = 3;
  private static final int AGENT = 4;
  static final int SPARE_STS = 5;

  /** The highest first port with which all servers have one. */
  static final int HIGHEST_FIRST_PORT = 65_535 - SPARE_STS;

  /** Returns the address for one of the lab's servers. */
  InetSocketAddress of(int server) {
    return new InetSocketAddress(bindAddress, firstPort == 0 ? 0 : firstPort + server);
  }

  /** Returns the address for the agent. */
  InetSocketAddress ofAgent() {
    return bindAddress.isAnyLocalAddress()
        ? of(AGENT)
        : new InetSocketAddress(Loopback.IPV4, of(AGENT).getPort());
  }

  /** Returns the host as in certificates: an IPv6 address without brackets. */
  String certificateHost() {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }
}
