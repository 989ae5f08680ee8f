package dev.irsa.policy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tags and the source identity of a session. Immutable.
 *
 * @param tags the session tags
 * @param transitiveKeys the keys of the tags that sessions created by this one inherit
 * @param sourceIdentity the source identity, which those sessions keep, or null
 */
public record SessionTags(
    Map<String, String> tags, Set<String> transitiveKeys, @Nullable String sourceIdentity) {

  /** Nothing. */
  public static final SessionTags NONE = new SessionTags(Map.of(), Set.of(), null);

  public SessionTags {
    tags = Map.copyOf(tags);
    transitiveKeys = Set.copyOf(transitiveKeys);
  }

  /** Returns tags that are all inherited, as the tags of EKS Pod Identity are. */
  public static SessionTags transitive(Map<String, String> tags) {
    return new SessionTags(tags, tags.keySet(), null);
  }

  /** Returns the tags that a session inherits from a session with these. */
  public SessionTags inherited() {
    Map<String, String> kept = new LinkedHashMap<>(tags);
    kept.keySet().retainAll(transitiveKeys);
    return new SessionTags(kept, kept.keySet(), sourceIdentity);
  }

  /** Adds the condition keys of a request for a session with these. */
  void addRequestKeys(Map<String, List<String>> keys) {
    if (!tags.isEmpty()) {
      tags.forEach((tag, value) -> keys.put("aws:RequestTag/" + tag, List.of(value)));
      keys.put("aws:TagKeys", List.copyOf(tags.keySet()));
    }
    if (!transitiveKeys.isEmpty()) {
      keys.put("sts:TransitiveTagKeys", List.copyOf(transitiveKeys));
    }
    if (sourceIdentity != null) {
      keys.put("sts:SourceIdentity", List.of(sourceIdentity));
    }
  }

  /** Adds the condition keys of a caller whose session has these. */
  void addPrincipalKeys(Map<String, List<String>> keys) {
    tags.forEach((tag, value) -> keys.put("aws:PrincipalTag/" + tag, List.of(value)));
    if (sourceIdentity != null) {
      keys.put("aws:SourceIdentity", List.of(sourceIdentity));
    }
  }
}
