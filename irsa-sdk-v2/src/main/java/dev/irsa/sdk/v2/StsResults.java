package dev.irsa.sdk.v2;

import dev.irsa.credentials.SessionCredentials;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sts.model.AssumedRoleUser;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.StsResponse;

/** Converts responses of the SDK's client of STS. Depends on the {@code sts} module. */
final class StsResults {

  private StsResults() {}

  static SessionCredentials credentials(Credentials issued, @Nullable AssumedRoleUser user) {
    String arn = user == null ? null : user.arn();
    return SessionCredentials.of(issued.accessKeyId(), issued.secretAccessKey(), issued.sessionToken(), issued.expiration()).withAccountId(arn == null ? null : account(arn)).withAssumedRoleArn(arn);
  }

  private static @Nullable String account(String arn) {
    String[] parts = arn.split(":", 6);
    return parts.length < 6 ? null : parts[4];
  }

  /** Returns the time of the response, or null if it cannot be read. */
  static @Nullable Instant date(StsResponse response) {
    try {
      return response
          .sdkHttpResponse()
          .firstMatchingHeader("Date")
          .map(text -> DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from))
          .orElse(null);
    } catch (DateTimeParseException invalid) {
      return null;
    }
  }
}
