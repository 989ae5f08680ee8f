package dev.irsa.internal.http;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Asks the JDK, which asks the system and remembers answers for some seconds. */
final class SystemHostResolver implements HostResolver {

  @Override
  public InetAddress[] addresses(String host) throws UnknownHostException {
    return InetAddress.getAllByName(host);
  }
}
