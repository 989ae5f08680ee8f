package dev.irsa.testkit.podidentity;

import com.nimbusds.jose.util.Base64URL;
import dev.irsa.testkit.internal.JsonObjects;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The agent's own checks of requests, with its texts. The signature of a token is left to EKS Auth.
 * Thread-safe.
 *
 * @param clock the node's clock
 */
record AgentRequests(Clock clock) {
  /** The addresses of the agent on a node and in the lab. */
  private static final List<String> HOSTS =
      List.of("169.254.170.23", "fd00:ec2::23", "127.0.0.1", "::1");

  private static final Pattern WITH_PORT = Pattern.compile("([^:]*|\\[.*\\]):\\d*");
  private static final Pattern NOT_BASE64_URL = Pattern.compile("[^A-Za-z0-9_-]");

  /** Requires a literal address, which defends against DNS rebinding. */
  void requireAddress(String hostHeader) throws AgentException {
    Matcher withPort = WITH_PORT.matcher(hostHeader);
    String host = withPort.matches() ? withPort.group(1) : hostHeader;
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    if (!HOSTS.contains(host)) {
      throw new AgentException(
          403,
          null,
          "Access Denied. Called agent through invalid address, please use either [%s] address not %s"
              .formatted(String.join(" ", HOSTS), host));
    }
  }

  /** Requires a JWT that is valid now, and returns its claims. */
  Map<String, Object> claims(String token) throws AgentException {
    if (token.isEmpty()) {
      throw AgentException.badRequest("Service account token cannot be empty");
    }
    String[] segments = token.split("\\.", -1);
    if (segments.length != 3) {
      throw unparsable("token is malformed: token contains an invalid number of segments");
    }
    Map<String, Object> header = document(segments[0], "header");
    Map<String, Object> claims = document(segments[1], "claim");
    if (!(header.get("alg") instanceof String)) {
      throw unparsable("token is unverifiable: signing method (alg) is unspecified");
    }
    requireTimes(claims);
    return claims;
  }

  /** Returns the uid of a token's pod, which is not verified. */
  static String podUid(Map<String, Object> claims) throws AgentException {
    if (!(claims.get("kubernetes.io") instanceof Map<?, ?> bound)) {
      throw withoutPod("kubernetes.io claims");
    }
    if (!(bound.get("pod") instanceof Map<?, ?> pod)) {
      throw withoutPod("pod claims");
    }
    if (!(pod.get("uid") instanceof String uid)) {
      throw withoutPod("pod uid");
    }
    return uid;
  }

  private static AgentException withoutPod(String missing) {
    return AgentException.badRequest(
        "failed to get pod uid from service account token: Service account token missing "
            + missing);
  }

  private static Map<String, Object> document(String segment, String name) throws AgentException {
    Matcher illegal = NOT_BASE64_URL.matcher(segment);
    if (illegal.find()) {
      throw unparsable(
          "token is malformed: could not base64 decode %s: illegal base64 data at input byte %d"
              .formatted(name, illegal.start()));
    }
    try {
      return JsonObjects.parse(new Base64URL(segment).decodeToString());
    } catch (ParseException e) {
      throw unparsable("token is malformed: could not JSON decode " + name);
    }
  }

  private static AgentException unparsable(String why) {
    return AgentException.badRequest("Service account token cannot be parsed: " + why);
  }

  private void requireTimes(Map<String, Object> claims) throws AgentException {
    Instant now = clock.instant();
    List<String> failures = new ArrayList<>();
    if (claims.get("exp") instanceof Number expiration && !now.isBefore(instant(expiration))) {
      failures.add("token is expired");
    }
    if (claims.get("nbf") instanceof Number notBefore && now.isBefore(instant(notBefore))) {
      failures.add("token is not valid yet");
    }
    if (!failures.isEmpty()) {
      throw AgentException.badRequest(
          "Service account token failed basic claim validations: " + String.join(", ", failures));
    }
  }

  private static Instant instant(Number seconds) {
    return Instant.ofEpochSecond(seconds.longValue());
  }
}
