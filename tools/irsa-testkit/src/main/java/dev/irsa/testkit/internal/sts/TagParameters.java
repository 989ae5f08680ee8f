package dev.irsa.testkit.internal.sts;

import dev.irsa.policy.SessionTags;
import dev.irsa.testkit.internal.server.ServiceException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The session tags and the source identity in a request.
 *
 * <p>Source: AWS STS API reference, AssumeRole; IAM user guide, "Pass session tags in AWS STS".
 */
record TagParameters(
    List<String> keys, List<String> values, List<String> transitive, @Nullable String identity) {

  private static final String TAG = "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]";
  private static final Pattern KEY = Pattern.compile(TAG + "+");
  private static final Pattern VALUE = Pattern.compile(TAG + "*");
  private static final Pattern IDENTITY = Pattern.compile("[\\w+=,.@-]*");
  private static final int MAX_TAGS = 50;

  static TagParameters of(Parameters parameters) {
    return new TagParameters(
        parameters.members("Tags", "Key"),
        parameters.members("Tags", "Value"),
        parameters.members("TransitiveTagKeys"),
        parameters.get("SourceIdentity"));
  }

  /** Adds the checks of these parameters. */
  Constraints check(Constraints constraints) {
    constraints
        .atMost("tags", keys, MAX_TAGS)
        .atMost("transitiveTagKeys", transitive, MAX_TAGS)
        .optionalText("sourceIdentity", identity, 2, 64, IDENTITY);
    for (int tag = 0; tag < keys.size(); tag++) {
      String member = "tags." + (tag + 1) + ".member.";
      String value = tag < values.size() ? values.get(tag) : null;
      constraints
          .text(member + "key", keys.get(tag), 1, 128, KEY)
          .text(member + "value", value, 0, 256, VALUE);
    }
    return constraints;
  }

  /**
   * Returns what the new session carries.
   *
   * @param inherited what it has from the session of the caller
   */
  SessionTags on(SessionTags inherited) throws ServiceException {
    Map<String, String> tags = new LinkedHashMap<>(inherited.tags());
    Set<String> known = new HashSet<>();
    inherited.tags().keySet().forEach(key -> known.add(lower(key)));
    for (int tag = 0; tag < keys.size(); tag++) {
      if (!known.add(lower(keys.get(tag)))) {
        throw invalid(
            inherited.tags().isEmpty()
                ? "Duplicate tag keys found. Please note that Tag keys are case insensitive."
                : "One of the specified transitive tag keys can't be set because it conflicts with a"
                    + " transitive tag key from the calling session.");
      }
      tags.put(keys.get(tag), values.get(tag));
    }
    Set<String> kept = new HashSet<>(inherited.transitiveKeys());
    for (String key : transitive) {
      if (!tags.containsKey(key)) {
        throw invalid("The specified transitive tag key must be included in the requested tags.");
      }
      kept.add(key);
    }
    if (identity != null
        && inherited.sourceIdentity() != null
        && !identity.equals(inherited.sourceIdentity())) {
      throw StsException.accessDenied("The source identity of the calling session cannot change.");
    }
    return new SessionTags(
        tags, kept, inherited.sourceIdentity() != null ? inherited.sourceIdentity() : identity);
  }

  private static String lower(String key) {
    return key.toLowerCase(Locale.ROOT);
  }

  private static StsException invalid(String message) {
    return new StsException(400, "InvalidParameterValue", message);
  }
}
