package dev.irsa.internal.sts;

import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.identity.MalformedResponseException;
import dev.irsa.internal.text.Timestamps;
import dev.irsa.internal.text.TokenRedactor;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads the credentials from a successful response. */
final class CredentialsParser {

  private CredentialsParser() {}

  static SessionCredentials read(String action, XmlDocument document, String token)
      throws MalformedResponseException {
    String root = action + "Response";
    if (!document.root().equals(root)) {
      throw new MalformedResponseException("its root element is not " + root);
    }
    String accessKeyId = required(document, "AccessKeyId");
    if (TokenRedactor.plainWord(accessKeyId, 128, token) == null) {
      throw new MalformedResponseException("its AccessKeyId is not an access key id");
    }
    String arn = arn(document, token);
    return SessionCredentials.of(
            accessKeyId,
            required(document, "SecretAccessKey"),
            required(document, "SessionToken"),
            expiration(required(document, "Expiration")))
        .withAccountId(arn == null ? null : accountId(arn))
        .withAssumedRoleArn(arn);
  }

  private static String required(XmlDocument document, String name)
      throws MalformedResponseException {
    String text = document.text("Credentials", name);
    if (text == null || text.isBlank()) {
      throw new MalformedResponseException(
          "its Credentials element " + (text == null ? "lacks " : "has a blank ") + name);
    }
    return text;
  }

  private static Instant expiration(String text) throws MalformedResponseException {
    try {
      return Timestamps.parse(text);
    } catch (DateTimeException e) {
      throw new MalformedResponseException("its Expiration is not a valid timestamp");
    }
  }

  private static @Nullable String arn(XmlDocument document, String token) {
    String arn = TokenRedactor.plainWord(document.text("AssumedRoleUser", "Arn"), 2048, token);
    return arn != null && arn.startsWith("arn:") ? arn : null;
  }

  /**
   * Returns the account id of an ARN such as {@code
   * arn:aws:sts::111122223333:assumed-role/name/session}, or null.
   */
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
