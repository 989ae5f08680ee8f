package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.yaml.YamlNode;
import dev.irsa.doctor.report.InvalidInputException;
import dev.irsa.internal.config.RoleArn;
import dev.irsa.policy.TrustPolicy;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The trust policy that the doctor was given, and other facts about the role in the same document.
 * Immutable.
 *
 * @param policy the trust policy
 * @param role the role that it belongs to, or null if the document does not say
 * @param maxSessionDuration the role's maximum session duration, or null if it does not say
 */
public record TrustDocument(
    TrustPolicy policy, @Nullable RoleArn role, @Nullable Duration maxSessionDuration) {
  private static final Pattern OIDC_PROVIDER = Pattern.compile(":oidc-provider/([^\"]+)\"");
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  /**
   * Reads a document: a policy in JSON, or the output of {@code aws iam get-role}, or its {@code
   * Role}, in JSON or YAML.
   *
   * @param text the document
   * @param file its name, for messages
   * @throws InvalidInputException if it is malformed; names line, column and path in the document
   */
  public static TrustDocument parse(String text, String file) {
    String content = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    YamlNode document = YamlNode.document(file, content);
    YamlNode role = document.get("Role");
    YamlNode holder = role.isPresent() ? role : document;
    YamlNode policy = holder.get("AssumeRolePolicyDocument");
    if (!role.isPresent() && !policy.isPresent()) {
      // IAM refuses a comma too many, which YAML allows.
      return new TrustDocument(document.policy(json -> TrustPolicy.parse(content)), null, null);
    }
    String arn = holder.get("Arn").text();
    Integer seconds = holder.get("MaxSessionDuration").integer();
    return new TrustDocument(
        policy.policy(json -> TrustPolicy.parse(decoded(policy, json))),
        arn == null ? null : role(holder.get("Arn"), arn),
        seconds == null ? null : Duration.ofSeconds(seconds));
  }

  /** Returns the issuers of the OIDC providers that the policy trusts, in its order. */
  public List<String> issuers() {
    return OIDC_PROVIDER
        .matcher(policy.json().replace("\\/", "/"))
        .results()
        .map(provider -> "https://" + provider.group(1))
        .filter(TokenClaims::isIssuer)
        .distinct()
        .toList();
  }

  private static RoleArn role(YamlNode arn, String text) {
    try {
      return RoleArn.parse(text, true);
    } catch (IllegalArgumentException e) {
      throw arn.invalid("the value " + e.getMessage());
    }
  }

  /** The API returns the policy as a URL-encoded text, the command line as an object. */
  private static String decoded(YamlNode policy, String json) {
    try {
      return json.startsWith("%7B") ? URLDecoder.decode(json, StandardCharsets.UTF_8) : json;
    } catch (IllegalArgumentException e) {
      throw policy.invalid("is not URL-encoded correctly");
    }
  }
}
