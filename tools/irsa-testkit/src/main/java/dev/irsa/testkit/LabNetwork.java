package dev.irsa.testkit;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * Where a lab listens, and by which name clients reach it. Immutable.
 *
 * <p>A lab listens on loopback at free ports unless this says otherwise. Whoever can reach another
 * address can use the lab: issue credentials, and read and write the objects in it.
 *
 * <p>Ports without TLS stay on loopback, except that of the proxy. The EKS Pod Identity agent, and
 * AWS's clients, accept no other host than loopback or the address that it has on a node. So its
 * URI is always at 127.0.0.1; if all addresses are listened on, its port can be published there.
 *
 * @param bindAddress the local address to listen on
 * @param host the host in the lab's URIs, for which its certificates are valid as well: a name, an
 *     IPv4 address, or an IPv6 address in brackets
 * @param firstPort the port of STS, 1 to 65531; S3, the issuer's documents, the proxy and the agent
 *     follow at the next four. 0 for any free ports
 */
public record LabNetwork(InetAddress bindAddress, String host, int firstPort) {
  private static final Pattern HOST =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]+]");
  private static final int HIGHEST_PORT = 65_535;

  static final String IPV4_LOOPBACK = "127.0.0.1";
  static final int STS = 0;
  static final int S3 = 1;
  static final int OIDC = 2;
  static final int PROXY = 3;

  private static final int AGENT = 4;

  public LabNetwork {
    if (!HOST.matcher(host).matches()) {
      throw new IllegalArgumentException(
          "host: expected a name or an address (IPv6 in brackets), found " + host);
    }
    if (firstPort < 0 || firstPort > HIGHEST_PORT - AGENT) {
      throw new IllegalArgumentException(
          "firstPort: expected 0 to %d, found %d".formatted(HIGHEST_PORT - AGENT, firstPort));
    }
  }

  /** Returns free ports of 127.0.0.1. */
  public static LabNetwork loopback() {
    return new LabNetwork(ipv4Loopback(), IPV4_LOOPBACK, 0);
  }

  /** Returns 127.0.0.1 also in JVMs that prefer IPv6. */
  private static InetAddress ipv4Loopback() {
    try {
      return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }

  /** Returns the address for one of the lab's servers. */
  InetSocketAddress address(int server) {
    return new InetSocketAddress(bindAddress, firstPort == 0 ? 0 : firstPort + server);
  }

  /** Returns the address for the agent. */
  InetSocketAddress agentAddress() {
    return bindAddress.isAnyLocalAddress()
        ? address(AGENT)
        : new InetSocketAddress(ipv4Loopback(), address(AGENT).getPort());
  }

  /** Returns the host as in certificates: an IPv6 address without brackets. */
  String certificateHost() {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }
}
