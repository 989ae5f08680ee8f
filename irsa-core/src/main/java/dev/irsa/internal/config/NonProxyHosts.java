package dev.irsa.internal.config;

/**
 * The JDK's {@code http.nonProxyHosts}: patterns between bars, with a star at either end.
 *
 * <p>Source: Java documentation, "Networking properties".
 */
record NonProxyHosts(String patterns) implements ProxyRules.Exceptions {

  @Override
  public boolean matches(String host, int port) {
    String name = SettingText.lowerCase(host);
    String rest = SettingText.lowerCase(patterns);
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
    boolean open = pattern.startsWith("*");
    boolean openEnd = pattern.length() > 1 && pattern.endsWith("*");
    String core = pattern.substring(open ? 1 : 0, pattern.length() - (openEnd ? 1 : 0));
    if (open && openEnd) {
      return name.contains(core);
    }
    if (open) {
      return name.endsWith(core);
    }
    return openEnd ? name.startsWith(core) : name.equals(core);
  }
}
