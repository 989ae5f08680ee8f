package dev.irsa.internal.exchange;

import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.text.AsciiText;
import dev.irsa.internal.text.TimestampReader;
import dev.irsa.internal.text.TokenRedactor;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads credentials, or a part of them, from the texts of a successful response. */
public final class CredentialsReader {

  private static final int ACCOUNT_ID_LENGTH = 12;

  private CredentialsReader() {}

  /**
   * Returns the credentials, without account and role.
   *
   * @param texts the texts of the response by name
   * @param parent the text before each name
   * @param token the name of the session token
   * @param secrets the texts that an access key id must not contain, one a line
   * @throws MalformedResponseException if a text is missing or invalid
   */
  public static SessionCredentials read(
      Map<String, String> texts, String parent, String token, String secrets)
      throws MalformedResponseException {
    String accessKeyId = required(texts, parent, "AccessKeyId");
    if (TokenRedactor.plainWord(accessKeyId, 128, secrets) == null) {
      throw new MalformedResponseException("its AccessKeyId is not an access key id");
    }
    return SessionCredentials.of(
        accessKeyId,
        required(texts, parent, "SecretAccessKey"),
        required(texts, parent, token),
        expiration(required(texts, parent, "Expiration")));
  }

  /**
   * Returns a text that can be sent in one line.
   *
   * @throws MalformedResponseException if it is missing or cannot
   */
  public static String required(Map<String, String> texts, String parent, String name)
      throws MalformedResponseException {
    String text = texts.get(parent + name);
    if (text == null || text.isBlank()) {
      throw new MalformedResponseException(
          "it " + (text == null ? "lacks the string " : "has a blank ") + name);
    }
    if (!AsciiText.isOneLine(text)) {
      // The server could add lines of its choice to a request with such a text.
      throw new MalformedResponseException(
          "its " + name + " has a line break, a control character or one outside of ASCII");
    }
    return text;
  }

  /**
   * Parses RFC 3339, and the offset without a colon that SDK 2.x accepts.
   *
   * @throws MalformedResponseException if the text is not a time
   */
  public static Instant expiration(String text) throws MalformedResponseException {
    boolean utc = text.endsWith("+0000");
    try {
      return TimestampReader.parse(utc ? text.substring(0, text.length() - 5) + "Z" : text);
    } catch (DateTimeException e) {
      throw new MalformedResponseException("its Expiration is not a valid timestamp");
    }
  }

  /**
   * Returns the account id of an ARN such as {@code
   * arn:aws:sts::111122223333:assumed-role/name/session}, or null.
   */
  public static @Nullable String accountOf(@Nullable String arn) {
    String[] parts = arn == null ? new String[0] : arn.split(":", 6);
    return parts.length < 6 ? null : accountId(parts[4]);
  }

  /** Returns the text if it is an account id, otherwise null. */
  public static @Nullable String accountId(@Nullable String text) {
    if (text == null || text.length() != ACCOUNT_ID_LENGTH) {
      return null;
    }
    for (int i = 0; i < ACCOUNT_ID_LENGTH; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return null;
      }
    }
    return text;
  }
}
