package dev.irsa.testkit.iam;

import java.util.List;
import java.util.Map;

/** The condition keys of session tags, which are transitive in the lab. */
final class SessionTags {
  private SessionTags() {}

  /** Adds the keys of a request that passes tags for the session. */
  static void addRequestKeys(Map<String, String> tags, Map<String, List<String>> keys) {
    if (!tags.isEmpty()) {
      tags.forEach((tag, value) -> keys.put("aws:RequestTag/" + tag, List.of(value)));
      keys.put("aws:TagKeys", List.copyOf(tags.keySet()));
      keys.put("sts:TransitiveTagKeys", List.copyOf(tags.keySet()));
    }
  }

  /** Adds the keys of a caller whose session has tags. */
  static void addPrincipalKeys(Map<String, String> tags, Map<String, List<String>> keys) {
    tags.forEach((tag, value) -> keys.put("aws:PrincipalTag/" + tag, List.of(value)));
  }
}
