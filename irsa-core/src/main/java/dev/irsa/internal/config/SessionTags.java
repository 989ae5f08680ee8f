package dev.irsa.internal.config;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks the settings that only chained roles have. Limits: AWS STS API reference, AssumeRole. */
final class SessionTags {

  private static final int MAX_TAGS = 50;
  private static final Pattern EXTERNAL_ID = Pattern.compile("[\\w+=,.@:/-]{2,1224}");
  private static final String TAG = "[\\p{L}\\p{Z}\\p{N}_.:/=+@-]";
  private static final Pattern KEY = Pattern.compile(TAG + "{1,128}");
  private static final Pattern VALUE = Pattern.compile(TAG + "{0,256}");

  private SessionTags() {}

  static @Nullable String externalId(String id, List<Refusal> refusals) {
    if (EXTERNAL_ID.matcher(id).matches()) {
      return id;
    }
    refusals.add(
        new Refusal(
            "has " + id.length() + " characters, or some that STS does not accept",
            "use 2 to 1224 of the characters A-Z a-z 0-9 _ + = , . @ : / -"));
    return null;
  }

  static Map<?, ?> tags(Map<?, ?> tags, List<Refusal> refusals) {
    if (tags.size() > MAX_TAGS) {
      refusals.add(new Refusal("are " + tags.size(), "give at most " + MAX_TAGS));
    }
    Set<String> keys = new HashSet<>();
    tags.forEach(
        (each, value) -> {
          String key = each.toString();
          if (!keys.add(key.toLowerCase(Locale.ROOT))) {
            refusals.add(
                new Refusal(
                    SettingValue.quote(key) + " is there twice: STS does not distinguish case",
                    "leave one"));
          }
          checkKey(key, refusals);
          if (!VALUE.matcher(value.toString()).matches()) {
            refuse(key, "has a value that STS does not accept", "at most 256", refusals);
          }
        });
    return tags;
  }

  private static void checkKey(String key, List<Refusal> refusals) {
    if (!KEY.matcher(key).matches()) {
      refuse(key, "is not the key of a session tag", "1 to 128", refusals);
    } else if (key.toLowerCase(Locale.ROOT).startsWith("aws:")) {
      refusals.add(
          new Refusal(
              SettingValue.quote(key) + " begins with aws:, which is reserved", "use another key"));
    }
  }

  private static void refuse(String key, String found, String length, List<Refusal> refusals) {
    refusals.add(
        new Refusal(
            SettingValue.quote(key) + " " + found,
            "use " + length + " letters, digits, spaces, and _ . : / = + - @"));
  }

  /** Checks that each of the keys belongs to a tag. */
  static void checkTransitive(
      List<String> transitive, Map<String, String> tags, List<Refusal> refusals) {
    Set<String> keys = new HashSet<>();
    tags.keySet().forEach(key -> keys.add(key.toLowerCase(Locale.ROOT)));
    for (String key : transitive) {
      if (!keys.contains(key.toLowerCase(Locale.ROOT))) {
        refusals.add(
            new Refusal(
                SettingValue.quote(key) + " is not the key of a session tag",
                "set the tag as well"));
      }
    }
  }
}
