package dev.irsa.internal.container;

import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.identity.MalformedResponseException;
import dev.irsa.internal.text.Timestamps;
import dev.irsa.internal.text.TokenRedactor;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the credentials from the members of a successful response. */
final class CredentialsMembers {

  private static final int ACCOUNT_ID_LENGTH = 12;

  private CredentialsMembers() {}

  static SessionCredentials read(Map<String, String> members, String token)
      throws MalformedResponseException {
    String accessKeyId = required(members, "AccessKeyId");
    if (TokenRedactor.plainWord(accessKeyId, 128, token) == null) {
      throw new MalformedResponseException("its AccessKeyId is not an access key id");
    }
    return SessionCredentials.of(
            accessKeyId,
            required(members, "SecretAccessKey"),
            required(members, "Token"),
            expiration(required(members, "Expiration")))
        .withAccountId(accountId(members));
  }

  private static String required(Map<String, String> members, String name)
      throws MalformedResponseException {
    String text = members.get(name);
    if (text == null || text.isBlank()) {
      throw new MalformedResponseException(
          "its JSON " + (text == null ? "lacks the string " : "has a blank ") + name);
    }
    return text;
  }

  /** Parses RFC 3339, and the offset without a colon that SDK 2.x accepts. */
  private static Instant expiration(String text) throws MalformedResponseException {
    boolean utc = text.endsWith("+0000");
    try {
      return Timestamps.parse(utc ? text.substring(0, text.length() - 5) + "Z" : text);
    } catch (DateTimeException e) {
      throw new MalformedResponseException("its Expiration is not a valid timestamp");
    }
  }

  /** Returns the account id, which some servers give only as part of the role's ARN, or null. */
  private static @Nullable String accountId(Map<String, String> members) {
    String given = members.getOrDefault("AccountId", "");
    String[] arn = members.getOrDefault("RoleArn", "").split(":", 6);
    String ofRole = arn.length == 6 ? arn[4] : "";
    return isAccountId(given) ? given : isAccountId(ofRole) ? ofRole : null;
  }

  private static boolean isAccountId(String text) {
    boolean valid = text.length() == ACCOUNT_ID_LENGTH;
    for (int i = 0; i < text.length() && valid; i++) {
      valid = text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    return valid;
  }
}
