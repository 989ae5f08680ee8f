package dev.irsa.testkit.internal.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The credentials that a proxy requires with Basic authentication (RFC 7617). */
public record ProxyCredentials(String user, String password) {

  public ProxyCredentials {
    if (user.isEmpty() || user.indexOf(':') >= 0) {
      throw new IllegalArgumentException("user: expected at least one character, without a colon");
    }
  }

  /** Returns whether these credentials match a client's {@code Proxy-Authorization} header. */
  boolean matches(String authorization) {
    var bytes = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return authorization.equals("Basic " + Base64.getEncoder().encodeToString(bytes));
  }

  @Override
  public String toString() {
    return "ProxyCredentials[user=" + user + ", password=***]";
  }
}
