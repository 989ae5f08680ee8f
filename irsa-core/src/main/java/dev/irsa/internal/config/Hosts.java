package dev.irsa.internal.config;

/** Classifies host names by their text, without DNS. */
final class Hosts {

  private Hosts() {}

  /**
   * Returns whether a host is a loopback literal: {@code localhost}, 127.0.0.0/8 or {@code [::1]}.
   */
  static boolean isLoopback(String host) {
    String name = SettingText.lowerCase(host);
    if (name.equals("localhost") || name.equals("[::1]") || name.equals("::1")) {
      return true;
    }
    byte[] address = ipv4(name);
    return address != null && address[0] == 127;
  }

  /** Returns the four bytes of a dotted IPv4 literal, or null if the host is not one. */
  static byte @org.jspecify.annotations.Nullable [] ipv4(String host) {
    byte[] address = new byte[4];
    int from = 0;
    for (int i = 0; i < 4; i++) {
      int to = i < 3 ? host.indexOf('.', from) : host.length();
      if (to < 0 || to - from > 3 || !SettingText.isDigits(host, from, to)) {
        return null;
      }
      int number = Integer.parseInt(host.substring(from, to));
      if (number > 255) {
        return null;
      }
      address[i] = (byte) number;
      from = to + 1;
    }
    return address;
  }
}
