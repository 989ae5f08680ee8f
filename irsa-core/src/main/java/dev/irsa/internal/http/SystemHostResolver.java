package dev.irsa.internal.http;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Resolves names with the JDK, which uses the system's resolver and caches results for seconds. */
public final class SystemHostResolver implements HostResolver {

  @Override
  public InetAddress[] addresses(String host) throws UnknownHostException {
    return InetAddress.getAllByName(host);
  }
}
