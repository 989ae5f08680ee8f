package dev.irsa.doctor.internal.check;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.irsa.doctor.InvalidInputException;
import dev.irsa.internal.config.RoleArn;
import dev.irsa.policy.MalformedPolicyException;
import dev.irsa.policy.TrustPolicy;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The trust policy that the doctor was given, and what else the document says about the role.
 * Immutable.
 *
 * @param policy the trust policy
 * @param role the role that it belongs to, or null if the document does not say
 * @param maxSessionDuration the role's maximum session duration, or null if it does not say
 */
public record TrustDocument(
    TrustPolicy policy, @Nullable RoleArn role, @Nullable Duration maxSessionDuration) {
  private static final Pattern OIDC_PROVIDER = Pattern.compile(":oidc-provider/([^\"]+)\"");

  /**
   * Reads a document: a bare policy, the output of {@code aws iam get-role}, or its {@code Role}.
   *
   * @param json the document
   * @param place the name of the file, for messages
   * @throws InvalidInputException if it is malformed; names the path in the document
   */
  public static TrustDocument parse(String json, String place) {
    Map<String, Object> document = object(json, place);
    Map<String, Object> role = asObject(document.get("Role"));
    String path = role == null ? "$" : "$.Role";
    Map<String, Object> holder = role == null ? document : role;
    Object embedded = holder.get("AssumeRolePolicyDocument");
    if (embedded == null) {
      if (role != null) {
        throw new InvalidInputException(
            place + " " + path, "missing required element AssumeRolePolicyDocument", null);
      }
      return new TrustDocument(policy(json, place, "$"), null, null);
    }
    String inner = path + ".AssumeRolePolicyDocument";
    return new TrustDocument(
        policy(text(embedded, place + " " + inner), place, inner),
        holder.get("Arn") instanceof String arn ? role(arn, place + " " + path + ".Arn") : null,
        holder.get("MaxSessionDuration") instanceof Number seconds
            ? Duration.ofSeconds(seconds.longValue())
            : null);
  }

  /** Returns the issuers of the OIDC providers that the policy trusts, in its order. */
  public List<String> issuers() {
    return OIDC_PROVIDER
        .matcher(policy.json().replace("\\/", "/"))
        .results()
        .map(provider -> "https://" + provider.group(1))
        .filter(TokenIdentity::isIssuer)
        .distinct()
        .toList();
  }

  private static RoleArn role(String arn, String place) {
    try {
      return RoleArn.parse(arn, true);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(place, "the value " + e.getMessage(), e);
    }
  }

  private static Map<String, Object> object(String json, String place) {
    try {
      // The parser also accepts other texts than objects.
      if (json.stripLeading().startsWith("{")) {
        return JSONObjectUtils.parse(json);
      }
    } catch (ParseException e) {
      // Reported below, with the position, by the strict parser of policies.
    }
    policy(json, place, "$");
    throw new InvalidInputException(place + " $", "expected a JSON object", null);
  }

  @SuppressWarnings("unchecked") // JSON objects have string keys.
  private static @Nullable Map<String, Object> asObject(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? (Map<String, Object>) map : null;
  }

  /** The API returns the policy as a URL-encoded text, the command line as an object. */
  private static String text(Object embedded, String place) {
    Map<String, Object> object = asObject(embedded);
    if (object != null) {
      return JSONObjectUtils.toJSONString(object);
    }
    if (embedded instanceof String text) {
      try {
        return text.stripLeading().startsWith("%7B")
            ? URLDecoder.decode(text, StandardCharsets.UTF_8)
            : text;
      } catch (IllegalArgumentException e) {
        throw new InvalidInputException(place, "is not URL-encoded correctly", e);
      }
    }
    throw new InvalidInputException(place, "expected a policy", null);
  }

  private static TrustPolicy policy(String json, String place, String path) {
    try {
      return TrustPolicy.parse(json);
    } catch (MalformedPolicyException e) {
      String problem = String.valueOf(e.getMessage()).substring(e.path().length() + 2);
      throw new InvalidInputException(place + " " + path + e.path().substring(1), problem, e);
    }
  }
}
