package dev.irsa.internal.container;

import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.internal.config.ContainerHosts;
import dev.irsa.internal.http.HostResolver;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Resolves hosts, and refuses a host with an address to which no token may be sent without TLS. The
 * connection goes to the addresses that were checked, so a name cannot change in between.
 */
record ContainerHostCheck(HostResolver resolver, String origin) implements HostResolver {

  @Override
  public InetAddress[] addresses(String host) throws UnknownHostException {
    InetAddress[] addresses = resolver.addresses(host);
    for (InetAddress address : addresses) {
      if (!ContainerHosts.isAllowed(address)) {
        throw MisconfiguredException.of(
            "container credentials URI",
            origin,
            "the host "
                + host
                + " has the address "
                + address.getHostAddress()
                + ", to which a token is not sent without TLS; nothing was sent",
            "use " + ContainerHosts.ALLOWED);
      }
    }
    return addresses;
  }
}
