package dev.irsa.internal.sts;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A form of the query protocol of STS. Source: AWS STS API reference, version 2011-06-15. */
final class StsForm {

  private final StringBuilder text = new StringBuilder(2048);

  /** Starts a form with what every way to assume a role requires. */
  StsForm(String action, String roleArn, String roleSessionName) {
    text.append("Action=").append(action).append("&Version=2011-06-15");
    with("RoleArn", roleArn).with("RoleSessionName", roleSessionName);
  }

  /** Adds a parameter, unless it is null. */
  StsForm with(String name, @Nullable String value) {
    if (value != null) {
      text.append('&').append(name).append('=');
      text.append(URLEncoder.encode(value, StandardCharsets.UTF_8));
    }
    return this;
  }

  /** Adds the parameters that a session may have whichever way its role is assumed. */
  StsForm withSession(
      @Nullable Duration duration, @Nullable String policy, List<String> policyArns) {
    with("DurationSeconds", duration == null ? null : Long.toString(duration.toSeconds()));
    with("Policy", policy);
    int number = 1;
    for (String arn : policyArns) {
      with("PolicyArns.member." + number++ + ".arn", arn);
    }
    return this;
  }

  byte[] bytes() {
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }
}
