package dev.irsa.internal.config;

/**
 * The rules of the JDK's {@code http.nonProxyHosts}: patterns separated by {@code |}, with an
 * optional {@code *} at either end.
 *
 * <p>Source: Java documentation, "Networking properties".
 */
record NonProxyHosts(String patterns) implements ProxyRules.Exceptions {

  @Override
  public boolean matches(String host, int port) {
    String name = SettingValue.lowerCase(host);
    String rest = SettingValue.lowerCase(patterns);
    int from = 0;
    while (from <= rest.length()) {
      int bar = rest.indexOf('|', from);
      int to = bar < 0 ? rest.length() : bar;
      if (matchesOne(name, rest.substring(from, to).strip())) {
        return true;
      }
      from = to + 1;
    }
    return false;
  }

  private static boolean matchesOne(String name, String pattern) {
    if (pattern.isEmpty()) {
      return false;
    }
    boolean startsOpen = pattern.startsWith("*");
    boolean endsOpen = pattern.length() > 1 && pattern.endsWith("*");
    String core = pattern.substring(startsOpen ? 1 : 0, pattern.length() - (endsOpen ? 1 : 0));
    if (startsOpen && endsOpen) {
      return name.contains(core);
    }
    if (startsOpen) {
      return name.endsWith(core);
    }
    return endsOpen ? name.startsWith(core) : name.equals(core);
  }
}
