package dev.irsa.internal.sts;

import dev.irsa.credentials.OutboundTokenRequest;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.internal.identity.ChainedIdentity;
import dev.irsa.internal.identity.WebIdentity;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A form of the query protocol of STS. Source: AWS STS API reference, version 2011-06-15. */
final class StsForm {

  /** The action for a web identity. */
  static final String WITH_WEB_IDENTITY = "AssumeRoleWithWebIdentity";

  /** The action that assumes a role with credentials. */
  static final String CHAINED = "AssumeRole";

  /** The action that signs a token for others. */
  static final String OUTBOUND_TOKEN = "GetWebIdentityToken";

  private final StringBuilder text = new StringBuilder(2048);

  private StsForm(String action) {
    text.append("Action=").append(action).append("&Version=2011-06-15");
  }

  /** Starts a form with the parameters that each action for credentials requires. */
  private StsForm(String action, String roleArn, String roleSessionName) {
    this(action);
    with("RoleArn", roleArn).with("RoleSessionName", roleSessionName);
  }

  /** Returns the form that exchanges a token. */
  static byte[] of(WebIdentity identity, String token) {
    return new StsForm(WITH_WEB_IDENTITY, identity.roleArn(), identity.roleSessionName())
        .with("WebIdentityToken", token)
        .withSession(identity.duration(), identity.policy(), identity.policyArns())
        .bytes();
  }

  /** Returns the form that assumes a role with credentials. */
  static byte[] of(ChainedIdentity identity) {
    RoleRequest role = identity.request();
    StsForm form =
        new StsForm(CHAINED, identity.roleArn(), identity.roleSessionName())
            .withSession(
                identity.duration(),
                role.sessionPolicy(),
                Objects.requireNonNullElse(role.sessionPolicyArns(), List.of()))
            .with("ExternalId", role.externalId())
            .with("SourceIdentity", role.sourceIdentity());
    form.withTags(role.sessionTags());
    int key = 1;
    for (String each : role.transitiveTagKeys()) {
      form.with("TransitiveTagKeys.member." + key++, each);
    }
    return form.bytes();
  }

  /**
   * Returns the form that requests a token for others.
   *
   * @param seconds how long the token is valid
   */
  static byte[] of(OutboundTokenRequest request, long seconds) {
    StsForm form = new StsForm(OUTBOUND_TOKEN);
    int number = 1;
    for (String audience : request.audiences()) {
      form.with("Audience.member." + number++, audience);
    }
    return form.with("DurationSeconds", Long.toString(seconds))
        .with("SigningAlgorithm", request.signingAlgorithm().name())
        .withTags(request.tags())
        .bytes();
  }

  private StsForm withTags(Map<String, String> tags) {
    int number = 1;
    for (Map.Entry<String, String> each : tags.entrySet()) {
      String member = "Tags.member." + number++;
      with(member + ".Key", each.getKey()).with(member + ".Value", each.getValue());
    }
    return this;
  }

  /** Adds a parameter, unless it is null. */
  private StsForm with(String name, @Nullable String value) {
    if (value != null) {
      text.append('&').append(name).append('=');
      text.append(URLEncoder.encode(value, StandardCharsets.UTF_8));
    }
    return this;
  }

  /** Adds the optional parameters that both actions have. */
  private StsForm withSession(
      @Nullable Duration duration, @Nullable String policy, List<String> policyArns) {
    with("DurationSeconds", duration == null ? null : Long.toString(duration.toSeconds()));
    with("Policy", policy);
    int number = 1;
    for (String arn : policyArns) {
      with("PolicyArns.member." + number++ + ".arn", arn);
    }
    return this;
  }

  private byte[] bytes() {
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }
}
