package dev.irsa.doctor.internal.check;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.irsa.doctor.internal.yaml.YamlNode;
import dev.irsa.doctor.report.InvalidInputException;
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
   * Reads a document: a bare policy, the output of {@code aws iam get-role}, or its {@code Role}.
   *
   * @param json the document
   * @param file its name, for messages
   * @throws InvalidInputException if it is malformed; names line, column and path in the document
   */
  public static TrustDocument parse(String json, String file) {
    return new Reading(json.startsWith(BYTE_ORDER_MARK) ? json.substring(1) : json, file).read();
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

  private record Reading(String json, String file) {

    TrustDocument read() {
      Map<String, Object> document = object();
      Map<String, Object> role = asObject(document.get("Role"));
      String path = role == null ? "$" : "$.Role";
      Map<String, Object> holder = role == null ? document : role;
      Object embedded = holder.get("AssumeRolePolicyDocument");
      if (embedded == null) {
        if (role != null) {
          throw invalid(path, "missing required element AssumeRolePolicyDocument", null);
        }
        return new TrustDocument(policy(json, "$"), null, null);
      }
      String inner = path + ".AssumeRolePolicyDocument";
      return new TrustDocument(
          policy(text(embedded, inner), inner),
          holder.get("Arn") instanceof String arn ? role(arn, path + ".Arn") : null,
          holder.get("MaxSessionDuration") instanceof Number seconds
              ? Duration.ofSeconds(seconds.longValue())
              : null);
    }

    private InvalidInputException invalid(String path, String problem, @Nullable Exception cause) {
      return new InvalidInputException(
          YamlNode.placeOf(file, json, path) + " " + path, problem, cause);
    }

    private RoleArn role(String arn, String path) {
      try {
        return RoleArn.parse(arn, true);
      } catch (IllegalArgumentException e) {
        throw invalid(path, "the value " + e.getMessage(), e);
      }
    }

    private Map<String, Object> object() {
      try {
        // The parser also accepts texts that are not objects.
        if (json.stripLeading().startsWith("{")) {
          return JSONObjectUtils.parse(json);
        }
      } catch (ParseException e) {
        // Reported below, with the position, by the strict parser of policies.
      }
      policy(json, "$");
      throw invalid("$", "expected a JSON object", null);
    }

    /** The API returns the policy as a URL-encoded text, the command line as an object. */
    private String text(Object embedded, String path) {
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
          throw invalid(path, "is not URL-encoded correctly", e);
        }
      }
      throw invalid(path, "expected a policy", null);
    }

    private TrustPolicy policy(String text, String path) {
      try {
        return TrustPolicy.parse(text);
      } catch (MalformedPolicyException e) {
        String problem = String.valueOf(e.getMessage()).substring(e.path().length() + 2);
        if (e.position() >= 0 && path.equals("$")) {
          throw new InvalidInputException(
              YamlNode.placeOf(file, json, e.position()) + " $",
              problem.substring(0, problem.lastIndexOf(" at ")),
              e);
        }
        throw invalid(path + e.path().substring(1), problem, e);
      }
    }
  }

  @SuppressWarnings("unchecked") // JSON objects have string keys.
  private static @Nullable Map<String, Object> asObject(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? (Map<String, Object>) map : null;
  }
}
