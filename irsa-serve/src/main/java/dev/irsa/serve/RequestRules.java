package dev.irsa.serve;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides which requests get credentials: those of a process of this machine that can read the
 * token file, and that no browser or proxy sent on behalf of somebody else. Thread-safe.
 */
final class RequestRules {

  /** What proxies and browsers add to requests, and the SDKs do not. */
  private static final List<String> FORWARDED =
      List.of("x-forwarded-for", "x-forwarded-host", "forwarded", "via", "origin", "referer");

  private final byte[] token;
  private final SessionReply credentials;

  RequestRules(String token, SessionReply credentials) {
    this.token = bytes(token);
    this.credentials = credentials;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Returns the reply to a request.
   *
   * @param ownAuthority address and port of the server, on which the request arrived
   * @throws RefusedException if the request is refused
   */
  Reply reply(RequestHead request, String ownAuthority) throws RefusedException {
    requireGet(request);
    requireDirect(request);
    requireHost(request, ownAuthority);
    if (!request.target().equals(LoopbackListeners.PATH)) {
      throw new RefusedException(
          404, "NotFound", "The credentials are at " + LoopbackListeners.PATH);
    }
    requireToken(request.single("authorization"));
    return credentials.get();
  }

  private static void requireGet(RequestHead request) throws RefusedException {
    if (!request.method().equals("GET")) {
      throw new RefusedException(405, "MethodNotAllowed", "Only GET is allowed");
    }
    String length = request.single("content-length");
    if (request.has("transfer-encoding") || (length != null && !length.equals("0"))) {
      throw new RefusedException(400, "InvalidRequest", "A request has no content");
    }
  }

  private static void requireDirect(RequestHead request) throws RefusedException {
    for (String name : FORWARDED) {
      if (request.has(name)) {
        throw new RefusedException(
            403,
            "AccessDenied",
            "Requests of browsers and proxies are refused; this one has the header field " + name);
      }
    }
  }

  /** A page of a host whose name was made to resolve to loopback sends that name. */
  private static void requireHost(RequestHead request, String ownAuthority)
      throws RefusedException {
    if (!ownAuthority.equals(request.single("host"))) {
      throw new RefusedException(
          403, "AccessDenied", "Host must be the literal address " + ownAuthority);
    }
  }

  private void requireToken(@Nullable String given) throws RefusedException {
    if (given == null || !MessageDigest.isEqual(token, bytes(given))) {
      throw new RefusedException(
          403,
          "InvalidToken",
          "The authorization token is "
              + (given == null ? "missing" : "not that of this server")
              + "; read it from the file of AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
    }
  }
}
