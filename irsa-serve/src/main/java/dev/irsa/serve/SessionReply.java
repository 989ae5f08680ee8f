package dev.irsa.serve;

import dev.irsa.IrsaCredentials;
import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.SessionCredentials;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes replies of the credentials of the session. Thread-safe. */
final class SessionReply {

  /** Clients with less ask again for each call: SDK for Java 2.x some 3,000 times in a minute. */
  private static final Duration LEAST_VALIDITY = Duration.ofSeconds(60);

  /** Most clients give up earlier. The refresh goes on without them, for their next request. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

  private final IrsaCredentials irsa;
  private final InstantSource clock;

  SessionReply(IrsaCredentials irsa, InstantSource clock) {
    this.irsa = irsa;
    this.clock = clock;
  }

  /** Returns credentials that are valid long enough, or an error. */
  Reply get() {
    try {
      SessionCredentials session = irsa.credentials(LONGEST_WAIT);
      if (!isValidLongEnough(session)) {
        irsa.refresh();
        session = irsa.credentials(LONGEST_WAIT);
      }
      return isValidLongEnough(session) ? credentials(session) : endsSoon(session);
    } catch (CredentialsException failure) {
      return error(failure);
    } catch (IllegalStateException closed) {
      return Reply.error(503, "ServiceUnavailable", "The credentials of this process are closed");
    }
  }

  private boolean isValidLongEnough(SessionCredentials session) {
    Instant now = clock.instant();
    return !session.expiration().isBefore(now.plus(LEAST_VALIDITY));
  }

  private static Reply credentials(SessionCredentials session) {
    Map<String, String> document = new LinkedHashMap<>();
    document.put("AccessKeyId", session.accessKeyId());
    document.put("SecretAccessKey", session.secretAccessKey());
    document.put("Token", session.sessionToken());
    document.put("Expiration", session.expiration().toString());
    putIfKnown(document, "AccountId", session.accountId());
    return Reply.credentials(document);
  }

  private static void putIfKnown(
      Map<String, String> document, String member, @Nullable String value) {
    if (value != null) {
      document.put(member, value);
    }
  }

  private static Reply endsSoon(SessionCredentials session) {
    return Reply.error(
        503,
        "ServiceUnavailable",
        "The credentials expire at "
            + session.expiration()
            + ", in less than "
            + LEAST_VALIDITY.toSeconds()
            + " s, and could not be refreshed yet");
  }

  private static Reply error(CredentialsException failure) {
    String message = String.valueOf(failure.getMessage());
    return switch (failure.failureKind()) {
      case MISCONFIGURED -> Reply.error(500, "Misconfigured", message);
      case DENIED -> Reply.error(403, code(failure, "AccessDenied"), message);
      case THROTTLED -> Reply.error(429, code(failure, "ThrottlingException"), message);
      case TOKEN, OUTAGE -> Reply.error(503, code(failure, "ServiceUnavailable"), message);
    };
  }

  private static String code(CredentialsException failure, String otherwise) {
    String code = failure.code();
    return code == null ? otherwise : code;
  }
}
