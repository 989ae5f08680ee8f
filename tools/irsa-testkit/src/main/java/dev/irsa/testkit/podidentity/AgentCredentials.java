package dev.irsa.testkit.podidentity;

import dev.irsa.testkit.internal.JsonObjects;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;

/**
 * Credentials as the agent serves them. Immutable; {@link #toString} does not reveal secrets.
 *
 * @param subject the subject of the token that they were issued for
 * @param callerArn the ARN of the session
 */
record AgentCredentials(
    String accessKeyId,
    String secretAccessKey,
    String token,
    Instant expiration,
    String subject,
    String callerArn) {
  /** RFC 3339, with the digits of a second's fraction that are needed. */
  private static final DateTimeFormatter RFC_3339 =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .appendLiteral('Z')
          .toFormatter(Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  Duration remainingAt(Instant now) {
    return Duration.between(now, expiration);
  }

  /** Returns the document, with the members of the real agent in its order. */
  String toJson() {
    return JsonObjects.text(
        "AccessKeyId", accessKeyId,
        "SecretAccessKey", secretAccessKey,
        "Token", token,
        "AccountId", callerArn.split(":", 6)[4],
        "Expiration", RFC_3339.format(expiration));
  }

  String sessionName() {
    return callerArn.substring(callerArn.lastIndexOf('/') + 1);
  }

  @Override
  public String toString() {
    return "AgentCredentials[" + accessKeyId + ", expires " + expiration + ", ***]";
  }
}
