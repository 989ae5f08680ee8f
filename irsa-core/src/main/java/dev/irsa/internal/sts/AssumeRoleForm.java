package dev.irsa.internal.sts;

import dev.irsa.internal.identity.IdentityToken;
import dev.irsa.internal.identity.WebIdentity;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Creates the form of the request to STS. Source: AWS STS API reference, AssumeRoleWithWebIdentity,
 * version 2011-06-15.
 */
final class AssumeRoleForm {

  private AssumeRoleForm() {}

  static byte[] of(WebIdentity identity, IdentityToken token) {
    StringBuilder form = new StringBuilder(2048);
    form.append("Action=AssumeRoleWithWebIdentity&Version=2011-06-15");
    add(form, "RoleArn", identity.roleArn());
    add(form, "RoleSessionName", identity.roleSessionName());
    add(form, "WebIdentityToken", token.value());
    if (identity.duration() != null) {
      add(form, "DurationSeconds", Long.toString(identity.duration().toSeconds()));
    }
    if (identity.policy() != null) {
      add(form, "Policy", identity.policy());
    }
    int number = 1;
    for (String arn : identity.policyArns()) {
      add(form, "PolicyArns.member." + number++ + ".arn", arn);
    }
    return form.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static void add(StringBuilder form, String name, String value) {
    form.append('&')
        .append(name)
        .append('=')
        .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
  }
}
