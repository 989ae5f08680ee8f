package dev.irsa.integration.engines.databases;

import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.internal.server.Headers;
import dev.irsa.testkit.internal.server.Request;
import dev.irsa.testkit.internal.signature.Authenticator;
import dev.irsa.testkit.internal.signature.RefusedException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Judges tokens as the service does, by the sessions that the lab has issued. Thread-safe. */
final class TokenCheck {

  private final Authenticator authenticator;
  private final String region;
  private final String host;

  /** What was wrong with tokens that were refused. */
  final List<String> refused = Collections.synchronizedList(new ArrayList<>());

  /** The access keys of tokens that were accepted. */
  final List<String> accepted = Collections.synchronizedList(new ArrayList<>());

  /**
   * Creates a check.
   *
   * @param service the service in the scope of the signature
   * @param host what the server calls itself
   */
  TokenCheck(IrsaLab lab, String service, String host) {
    this.region = lab.region();
    this.host = host;
    this.authenticator =
        new Authenticator(
            lab.accessKeys(), lab.time().clock(), List.of(lab.time().clock()), service);
  }

  boolean accepts(String token) {
    String[] parts = token.split("/\\?", 2);
    try {
      if (parts.length < 2 || !parts[0].equals(host)) {
        refused.add("for another server: " + parts[0]);
        return false;
      }
      Headers headers = Headers.none().with("Host", parts[0]);
      Request request = new Request("GET", "/", parts[1], headers, new byte[0], 1, true);
      accepted.add(authenticator.authenticate(request, region).accessKeyId());
      return true;
    } catch (RefusedException refusal) {
      refused.add(String.valueOf(refusal.getMessage()));
      return false;
    }
  }
}
