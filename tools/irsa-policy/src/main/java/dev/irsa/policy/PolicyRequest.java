package dev.irsa.policy;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A request as a policy statement sees it. Condition keys are case-insensitive, as in IAM.
 *
 * @param resource the resource; empty for a trust policy, which is about one role
 */
record PolicyRequest(
    String action,
    String principalKind,
    List<String> principals,
    String resource,
    Map<String, List<String>> conditionKeys) {
  static final String REQUESTED_REGION = "aws:RequestedRegion";

  PolicyRequest {
    principals = List.copyOf(principals);
    TreeMap<String, List<String>> sorted = new TreeMap<>();
    conditionKeys.forEach((key, values) -> sorted.put(lower(key), List.copyOf(values)));
    conditionKeys = sorted;
  }

  /** Creates a request about the role that a trust policy belongs to. */
  PolicyRequest(
      String action,
      String principalKind,
      List<String> principals,
      Map<String, List<String>> conditionKeys) {
    this(action, principalKind, principals, "", conditionKeys);
  }

  /** Returns the values of a key; empty if the request does not have it. */
  List<String> values(String key) {
    return conditionKeys.getOrDefault(lower(key), List.of());
  }

  /**
   * Returns whether conditions on a key can be judged. Every request has a region: without one, the
   * region is not known.
   */
  boolean isJudged(String key) {
    return !key.equalsIgnoreCase(REQUESTED_REGION) || conditionKeys.containsKey(lower(key));
  }

  private static String lower(String key) {
    return key.toLowerCase(Locale.ROOT);
  }
}
