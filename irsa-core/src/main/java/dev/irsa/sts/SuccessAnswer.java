package dev.irsa.sts;

import dev.irsa.identity.SessionCredentials;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads the credentials out of a success document. */
final class SuccessAnswer {

  private static final String ROOT = "AssumeRoleWithWebIdentityResponse";

  private SuccessAnswer() {}

  static SessionCredentials read(AnswerDocument document, String token)
      throws UnreadableAnswerException {
    if (!document.root().equals(ROOT)) {
      throw new UnreadableAnswerException("its root element is not " + ROOT);
    }
    String accessKeyId = required(document, "AccessKeyId");
    if (Masking.plainWord(accessKeyId, 128, token) == null) {
      throw new UnreadableAnswerException("its AccessKeyId is no access key id");
    }
    String arn = arn(document, token);
    return new SessionCredentials(
        accessKeyId,
        required(document, "SecretAccessKey"),
        required(document, "SessionToken"),
        expiration(required(document, "Expiration")),
        arn == null ? null : accountId(arn),
        arn);
  }

  private static String required(AnswerDocument document, String name)
      throws UnreadableAnswerException {
    String text = document.text("Credentials", name);
    if (text == null || text.isBlank()) {
      throw new UnreadableAnswerException(
          "its Credentials have " + (text == null ? "no " : "a blank ") + name);
    }
    return text;
  }

  private static Instant expiration(String text) throws UnreadableAnswerException {
    try {
      return Timestamps.parse(text);
    } catch (DateTimeException e) {
      throw new UnreadableAnswerException("its Expiration is no instant");
    }
  }

  private static @Nullable String arn(AnswerDocument document, String token) {
    String arn = Masking.plainWord(document.text("AssumedRoleUser", "Arn"), 2048, token);
    return arn != null && arn.startsWith("arn:") ? arn : null;
  }

  /** {@code arn:aws:sts::111122223333:assumed-role/name/session}. */
  private static @Nullable String accountId(String arn) {
    int colon = 0;
    for (int i = 0; i < 4; i++) {
      colon = arn.indexOf(':', colon) + 1;
      if (colon == 0) {
        return null;
      }
    }
    int end = arn.indexOf(':', colon);
    if (end - colon != 12) {
      return null;
    }
    for (int i = colon; i < end; i++) {
      if (arn.charAt(i) < '0' || arn.charAt(i) > '9') {
        return null;
      }
    }
    return arn.substring(colon, end);
  }
}
