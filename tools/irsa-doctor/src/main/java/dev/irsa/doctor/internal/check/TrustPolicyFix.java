package dev.irsa.doctor.internal.check;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.irsa.doctor.internal.pod.ServiceAccountName;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Commands that add a statement to a role's trust policy and keep the others. {@code
 * update-assume-role-policy} replaces the whole document. A statement allows the pod's own request
 * and nothing else: it has each condition that the request meets, and those that all statements of
 * the given policy share.
 */
public final class TrustPolicyFix {
  private static final String UPDATE =
      "aws iam update-assume-role-policy --role-name %s --policy-document ";
  private static final String ASSUME = "sts:AssumeRole";
  private static final String TAG = "sts:TagSession";
  private static final String EXTERNAL_ID = "sts:ExternalId";
  private static final List<String> TAGS_OF_POD_IDENTITY =
      List.of(
          "eks-cluster-arn",
          "eks-cluster-name",
          "kubernetes-namespace",
          "kubernetes-pod-name",
          "kubernetes-pod-uid",
          "kubernetes-service-account");
  private static final String CLUSTER = "<ARN of the cluster>";
  private static final String CONDITION = "Condition";
  private static final String EQUALS = "StringEquals";

  /** One condition of a statement. */
  private record Restriction(String operator, String key, Object values) {}

  /** Stands for an external id that is not known. */
  private static final String UNKNOWN_ID = "<external id>";

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
    String commands =
        whole == null
            ? ("aws iam get-role --role-name %s --query Role.AssumeRolePolicyDocument > trust.json\n"
                    + "Add this to the list \"Statement\" in trust.json, and keep the others:\n%s\n"
                    + UPDATE
                    + "file://trust.json")
                .formatted(roleName, json(statement), roleName)
            : ("The given document with one statement more, so that others keep their access:\n"
                    + UPDATE
                    + "'%s'")
                .formatted(roleName, json(whole).replace("'", "'\\''"));
    return commands.contains(CLUSTER)
        ? commands + "\nThe ARN: aws eks describe-cluster --name <cluster> --query cluster.arn"
        : commands;
  }

  /** Returns the statement that Pod Identity needs for the pods of a service account. */
  static Map<String, Object> forPodIdentity(ServiceAccountName account) {
    Map<String, Object> tags = new LinkedHashMap<>();
    tags.put("aws:RequestTag/eks-cluster-arn", CLUSTER);
    tags.put("aws:RequestTag/kubernetes-namespace", account.namespace());
    tags.put("aws:RequestTag/kubernetes-service-account", account.name());
    return allowing(
        Map.of("Service", "pods.eks.amazonaws.com"), List.of(ASSUME, TAG), Map.of(EQUALS, tags));
  }

  /**
   * Returns the statement that a chained role needs.
   *
   * @param externalId the external id of the request, or null if it has none. Another role may need
   *     one, so that a statement without one would let pass what the others may not do
   * @param isTagged whether the request has the tags of Pod Identity, which all sessions inherit
   */
  static Map<String, Object> forRole(
      String roleArn, @Nullable String externalId, boolean isTagged) {
    Map<String, Object> condition = new LinkedHashMap<>();
    condition.put(EQUALS, Map.of(EXTERNAL_ID, externalId == null ? UNKNOWN_ID : externalId));
    if (isTagged) {
      condition.put("ForAllValues:StringEquals", Map.of("aws:TagKeys", TAGS_OF_POD_IDENTITY));
    }
    return allowing(Map.of("AWS", roleArn), isTagged ? List.of(ASSUME, TAG) : ASSUME, condition);
  }

  static Map<String, Object> allowing(
      Map<String, Object> principal, Object action, Map<String, Object> condition) {
    Map<String, Object> statement = new LinkedHashMap<>();
    statement.put("Effect", "Allow");
    statement.put("Principal", principal);
    statement.put("Action", action);
    statement.put(CONDITION, condition);
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
      all.add(withShared(statement, all));
      document.put("Statement", all);
      return document;
    } catch (ParseException e) {
      // The stricter parser of policies has read it before.
      return null;
    }
  }

  /** Adds the conditions that all statements for the same kind of principal have. */
  private static Map<String, Object> withShared(
      Map<String, Object> statement, List<Object> others) {
    List<Set<Restriction>> ofOthers =
        others.stream()
            .map(TrustPolicyFix::members)
            .filter(other -> "Allow".equals(other.get("Effect")))
            .filter(other -> principals(other).equals(principals(statement)))
            .map(TrustPolicyFix::restrictions)
            .toList();
    Map<String, Object> condition = new LinkedHashMap<>(members(statement.get(CONDITION)));
    for (Restriction each : ofOthers.isEmpty() ? Set.<Restriction>of() : ofOthers.get(0)) {
      if (ofOthers.stream().allMatch(other -> other.contains(each))) {
        Map<String, Object> keys = new LinkedHashMap<>(members(condition.get(each.operator)));
        keys.putIfAbsent(each.key, each.values);
        condition.put(each.operator, keys);
      }
    }
    Map<String, Object> restricted = new LinkedHashMap<>(statement);
    restricted.put(CONDITION, condition);
    return restricted;
  }

  private static Set<String> principals(Map<String, Object> statement) {
    return members(statement.get("Principal")).keySet();
  }

  /** Returns the conditions of a statement, without those that say whose requests it allows. */
  private static Set<Restriction> restrictions(Map<String, Object> statement) {
    Set<Restriction> restrictions = new LinkedHashSet<>();
    members(statement.get(CONDITION))
        .forEach(
            (operator, keys) ->
                members(keys)
                    .forEach(
                        (key, values) -> {
                          if (!isOfIdentity(key)) {
                            restrictions.add(new Restriction(operator, key, values));
                          }
                        }));
    return restrictions;
  }

  /**
   * Returns whether a condition key says whose request it is, which the new statement says itself.
   */
  private static boolean isOfIdentity(String key) {
    String lower = key.toLowerCase(Locale.ROOT);
    return !(lower.startsWith("aws:") || lower.startsWith("sts:"))
        || lower.equals("aws:principalarn")
        || lower.equals("aws:federatedprovider")
        || lower.startsWith("aws:requesttag/");
  }

  @SuppressWarnings("unchecked") // JSON objects have string keys.
  private static Map<String, Object> members(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
  }

  static String json(Map<String, Object> members) {
    return JSONObjectUtils.toJSONString(members).replace("\\/", "/");
  }
}
