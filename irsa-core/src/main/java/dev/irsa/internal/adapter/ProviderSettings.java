package dev.irsa.internal.adapter;

import dev.irsa.IrsaCredentials;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.MisconfiguredException.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The settings by which frameworks tell a provider that they make from a class name what differs
 * from the environment. Immutable.
 *
 * <p>Some frameworks hand over what stands under a prefix of ours, others all that they have. So
 * what is ours is decided by the door that it comes through; what is ours and not known is an error
 * that lists the known keys.
 */
public final class ProviderSettings {

  private final Map<String, String> values;

  private ProviderSettings(Map<String, String> values) {
    this.values = Map.copyOf(values);
  }

  /**
   * Takes what stands under a prefix that nobody else uses: each key is ours.
   *
   * @throws MisconfiguredException naming all that is wrong
   */
  public static ProviderSettings of(Map<String, String> settings) {
    return select(settings, key -> true);
  }

  /**
   * Takes what stands under a prefix of ours where the framework adds keys of its own, which hold a
   * dot, as Iceberg does: a dotted key is ours if it is like a known one, any other always.
   *
   * @throws MisconfiguredException naming all that is wrong
   */
  public static ProviderSettings ofPrefix(Map<String, String> settings) {
    return select(settings, key -> key.indexOf('.') < 0 || SettingKey.isLikeAKnownOne(key));
  }

  /**
   * Takes ours of all that a framework has: what is like a known key in all but case, separators
   * and one slip of the pen. The rest is the framework's and left alone.
   *
   * @throws MisconfiguredException naming all that is wrong
   */
  public static ProviderSettings among(Map<String, ?> everything) {
    return select(everything, SettingKey::isLikeAKnownOne);
  }

  /** As {@link #among(Map)}; defaults of the properties count. */
  public static ProviderSettings among(Properties everything) {
    Map<String, String> entries = new TreeMap<>();
    for (String key : everything.stringPropertyNames()) {
      entries.put(key, everything.getProperty(key));
    }
    return among(entries);
  }

  /**
   * Takes texts of the form {@code key=value}; blank ones count for nothing.
   *
   * @throws MisconfiguredException naming all that is wrong
   */
  public static ProviderSettings ofAssignments(String... assignments) {
    Map<String, String> given = new TreeMap<>();
    for (String assignment : assignments) {
      int equals = assignment.indexOf('=');
      if (equals >= 0) {
        given.put(assignment.substring(0, equals).trim(), assignment.substring(equals + 1));
      } else if (!assignment.isBlank()) {
        throw rejected(
            List.of(
                new Problem(
                    assignment,
                    null,
                    "has no value",
                    "write key=value, with " + SettingKey.known())));
      }
    }
    return of(given);
  }

  private static ProviderSettings select(Map<String, ?> entries, Predicate<String> isOurs) {
    List<Problem> problems = new ArrayList<>();
    Map<String, String> kept = new LinkedHashMap<>();
    new TreeMap<String, Object>(entries)
        .forEach(
            (key, value) -> {
              if (value != null && isOurs.test(key)) {
                take(key, value.toString().trim(), kept, problems);
              }
            });
    if (!problems.isEmpty()) {
      throw rejected(problems);
    }
    return new ProviderSettings(kept);
  }

  private static void take(
      String key, String value, Map<String, String> kept, List<Problem> problems) {
    if (!SettingKey.isKnown(key)) {
      problems.add(new Problem(key, null, "is not a known setting", "use " + SettingKey.known()));
    } else if (value.isEmpty()) {
      // Templates leave what is not set empty; as in the environment that means absent.
      return;
    } else if (key.equals(SettingKey.DURATION_SECONDS) && !isWholeNumber(value)) {
      problems.add(
          new Problem(
              key,
              null,
              "\"" + value + "\" is not a whole number of seconds",
              "give 900 to 43200"));
    } else {
      kept.put(key, value);
    }
  }

  private static MisconfiguredException rejected(List<Problem> problems) {
    return new MisconfiguredException(true, problems);
  }

  private static boolean isWholeNumber(String text) {
    return text.length() <= 9 && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** Returns what was given, by known key, never blank. */
  public Map<String, String> values() {
    return values;
  }

  /** Sets what was given. */
  public void applyTo(IrsaCredentials.Builder builder) {
    apply(SettingKey.ROLE_ARN, builder::roleArn);
    apply(SettingKey.WEB_IDENTITY_TOKEN_FILE, file -> builder.webIdentityTokenFile(Path.of(file)));
    apply(SettingKey.ROLE_SESSION_NAME, builder::roleSessionName);
    apply(SettingKey.REGION, builder::region);
    apply(
        SettingKey.DURATION_SECONDS,
        seconds -> builder.sessionDuration(Duration.ofSeconds(Integer.parseInt(seconds))));
  }

  private void apply(String key, Consumer<String> setter) {
    String value = values.get(key);
    if (value != null) {
      setter.accept(value);
    }
  }
}
