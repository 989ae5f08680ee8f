package dev.irsa.doctor.internal.check;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Commands that add a statement to a role's trust policy and keep the others. {@code
 * update-assume-role-policy} replaces the whole document.
 */
public final class TrustPolicyFix {
  private static final String UPDATE =
      "aws iam update-assume-role-policy --role-name %s --policy-document ";

  private static final List<String> ASSUME = List.of("sts:AssumeRole", "sts:TagSession");

  private TrustPolicyFix() {}

  /**
   * Returns the commands.
   *
   * @param roleName the role, or a placeholder
   * @param statement the statement to add
   * @param given the role's current trust policy, or null if it is not known
   */
  public static String commands(
      String roleName, Map<String, Object> statement, @Nullable TrustDocument given) {
    Map<String, Object> whole = given == null ? null : with(statement, given.policy().json());
    return whole == null
        ? ("aws iam get-role --role-name %s --query Role.AssumeRolePolicyDocument > trust.json\n"
                + "Add this to the list \"Statement\" in trust.json, and keep the others:\n%s\n"
                + UPDATE
                + "file://trust.json")
            .formatted(roleName, json(statement), roleName)
        : ("The given document with one statement more, so that others keep their access:\n"
                + UPDATE
                + "'%s'")
            .formatted(roleName, json(whole).replace("'", "'\\''"));
  }

  /** Returns the statement that Pod Identity needs. */
  static Map<String, Object> forPodIdentity() {
    return allowing(Map.of("Service", "pods.eks.amazonaws.com"), ASSUME);
  }

  /** Returns the statement that a chained role needs. */
  static Map<String, Object> forRole(String roleArn) {
    return allowing(Map.of("AWS", roleArn), ASSUME);
  }

  static Map<String, Object> allowing(Map<String, Object> principal, Object action) {
    Map<String, Object> statement = new LinkedHashMap<>();
    statement.put("Effect", "Allow");
    statement.put("Principal", principal);
    statement.put("Action", action);
    return statement;
  }

  private static @Nullable Map<String, Object> with(Map<String, Object> statement, String policy) {
    try {
      Map<String, Object> document = new LinkedHashMap<>(JSONObjectUtils.parse(policy));
      Object there = document.get("Statement");
      List<Object> all = new ArrayList<>(there instanceof List<?> list ? list : List.of());
      if (there instanceof Map<?, ?> single) {
        all.add(single);
      }
      all.add(statement);
      document.put("Statement", all);
      return document;
    } catch (ParseException e) {
      // The stricter parser of policies has read it before.
      return null;
    }
  }

  static String json(Map<String, Object> members) {
    return JSONObjectUtils.toJSONString(members).replace("\\/", "/");
  }
}
