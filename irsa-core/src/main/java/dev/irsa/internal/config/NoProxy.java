package dev.irsa.internal.config;

/**
 * The rules of the {@code no_proxy} variable, separated by commas or spaces: domain names, which
 * include their subdomains, IP addresses and address ranges ({@code 10.0.0.0/8}), optionally with a
 * port. {@code *} matches every host.
 */
public record NoProxy(String entries) implements ProxyRules.Exceptions {

  @Override
  public boolean matches(String host, int port) {
    String name = withoutBrackets(SettingValue.lowerCase(host));
    for (String entry : SettingValue.lowerCase(entries).split("[,\\x00- ]+", -1)) {
      if (matchesOne(name, port, entry)) {
        return true;
      }
    }
    return false;
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
    if (hasPort && ProxyRules.port(entry.substring(colon + 1)) != port) {
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
    byte[] address = HttpUrl.ipv4(name);
    byte[] network = HttpUrl.ipv4(base);
    int prefix = bits.equals("0") ? 0 : ProxyRules.port(bits);
    if (address == null || network == null || prefix < 0 || prefix > 32) {
      return false;
    }
    long mask = 0xffff_ffffL << (32 - prefix) & 0xffff_ffffL;
    return (number(address) & mask) == (number(network) & mask);
  }

  private static long number(byte[] address) {
    long number = 0;
    for (byte part : address) {
      number = number << 8 | (part & 0xff);
    }
    return number;
  }

  private static String withoutBrackets(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }
}
