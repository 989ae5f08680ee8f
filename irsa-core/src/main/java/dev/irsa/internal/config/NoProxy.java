package dev.irsa.internal.config;

import dev.irsa.internal.http.ConnectionFactory;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Hosts that are reached without the proxy.
 *
 * @param entries the text of the setting
 * @param isOfJdk whether the text has the format of the property {@code http.nonProxyHosts}:
 *     patterns separated by {@code |}, with an optional {@code *} at either end (Java
 *     documentation, "Networking properties"). Otherwise the format of the variable {@code
 *     no_proxy}: entries separated by commas or spaces. An entry is a domain name, which includes
 *     its subdomains, an IP address or an address range ({@code 10.0.0.0/8}), optionally with a
 *     port; {@code *} matches every host
 */
public record NoProxy(String entries, boolean isOfJdk) {

  /** Returns the entry because of which a server is reached directly, or null. */
  public @Nullable String entryFor(URI server) {
    String host = SettingValue.lowerCase(server.getHost());
    String name = isOfJdk ? host : withoutBrackets(host);
    for (String each : entries.split(isOfJdk ? "\\|" : "[,\\x00- ]+", -1)) {
      String entry = SettingValue.lowerCase(each.strip());
      if (isOfJdk
          ? matchesPattern(name, entry)
          : matchesOne(name, ConnectionFactory.port(server), entry)) {
        return each.strip();
      }
    }
    return null;
  }

  private static boolean matchesPattern(String name, String pattern) {
    boolean startsOpen = pattern.startsWith("*");
    boolean endsOpen = pattern.length() > 1 && pattern.endsWith("*");
    String core = pattern.substring(startsOpen ? 1 : 0, pattern.length() - (endsOpen ? 1 : 0));
    boolean found =
        startsOpen
            ? (endsOpen ? name.contains(core) : name.endsWith(core))
            : (endsOpen ? name.startsWith(core) : name.equals(core));
    return found && !pattern.isEmpty();
  }

  private static boolean matchesOne(String name, int port, String entry) {
    if (entry.equals("*")) {
      return true;
    }
    int slash = entry.indexOf('/');
    if (slash >= 0) {
      return isInRange(name, entry.substring(0, slash), entry.substring(slash + 1));
    }
    int colon = entry.lastIndexOf(':');
    boolean hasPort = colon > 0 && (entry.indexOf(':') == colon || entry.charAt(colon - 1) == ']');
    if (hasPort && HttpUrl.port(entry.substring(colon + 1)) != port) {
      return false;
    }
    return isDomain(name, withoutBrackets(hasPort ? entry.substring(0, colon) : entry));
  }

  private static boolean isDomain(String name, String entry) {
    String domain = entry;
    if (domain.startsWith("*.")) {
      domain = domain.substring(2);
    } else if (domain.startsWith(".")) {
      domain = domain.substring(1);
    }
    return !domain.isEmpty() && (name.equals(domain) || name.endsWith("." + domain));
  }

  /**
   * Matches IPv4 ranges only: AWS has no endpoints that are IP addresses, and emulators use
   * loopback.
   */
  private static boolean isInRange(String name, String base, String bits) {
    InetAddress address = ContainerHosts.literal(name);
    InetAddress network = ContainerHosts.literal(base);
    int prefix = bits.equals("0") ? 0 : HttpUrl.port(bits);
    if (!(address instanceof Inet4Address && network instanceof Inet4Address)
        || prefix < 0
        || prefix > 32) {
      return false;
    }
    int different = number(address) ^ number(network);
    return prefix == 0 || different >>> (32 - prefix) == 0;
  }

  private static int number(InetAddress ipv4) {
    return ByteBuffer.wrap(ipv4.getAddress()).getInt();
  }

  private static String withoutBrackets(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }
}
