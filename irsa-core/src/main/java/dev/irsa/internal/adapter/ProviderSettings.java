package dev.irsa.internal.adapter;

import dev.irsa.IrsaCredentials;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.MisconfiguredException.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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

  private static final String ROLE_ARN = "role-arn";
  private static final String WEB_IDENTITY_TOKEN_FILE = "web-identity-token-file";
  private static final String ROLE_SESSION_NAME = "role-session-name";
  private static final String REGION = "region";
  private static final String DURATION_SECONDS = "duration-seconds";

  private static final List<String> KNOWN =
      List.of(ROLE_ARN, WEB_IDENTITY_TOKEN_FILE, ROLE_SESSION_NAME, REGION, DURATION_SECONDS);

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
    return select(settings, key -> key.indexOf('.') < 0 || isLikeAKnownOne(key));
  }

  /**
   * Takes ours of all that a framework has: what is like a known key in all but case, separators
   * and one slip of the pen. The rest is the framework's and left alone.
   *
   * @throws MisconfiguredException naming all that is wrong
   */
  public static ProviderSettings among(Map<String, ?> everything) {
    return select(everything, ProviderSettings::isLikeAKnownOne);
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
      if (assignment.isBlank()) {
        continue;
      }
      if (equals < 0 || isArn(assignment)) {
        throw rejected(List.of(notAnAssignment(assignment.trim())));
      }
      given.put(assignment.substring(0, equals).trim(), assignment.substring(equals + 1));
    }
    return of(given);
  }

  /** An ARN may hold an equals sign of its own. */
  private static boolean isArn(String assignment) {
    return assignment.trim().startsWith("arn:");
  }

  private static Problem notAnAssignment(String text) {
    return isArn(text)
        ? new Problem(
            text,
            null,
            "is an ARN, where a setting of the form key=value is expected",
            "write " + ROLE_ARN + "=" + text + ", or use builder().roleArn(...)")
        : new Problem(text, null, "has no value", "write key=value, with " + known());
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
    if (!KNOWN.contains(key)) {
      problems.add(new Problem(key, null, "is not a known setting", "use " + known()));
    } else if (value.isEmpty()) {
      // Templates leave what is not set empty; as in the environment that means absent.
      return;
    } else if (key.equals(DURATION_SECONDS) && !isWholeNumber(value)) {
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
    apply(ROLE_ARN, builder::roleArn);
    apply(WEB_IDENTITY_TOKEN_FILE, file -> builder.webIdentityTokenFile(Path.of(file)));
    apply(ROLE_SESSION_NAME, builder::roleSessionName);
    apply(REGION, builder::region);
    apply(
        DURATION_SECONDS,
        seconds -> builder.sessionDuration(Duration.ofSeconds(Integer.parseInt(seconds))));
  }

  private void apply(String key, Consumer<String> setter) {
    String value = values.get(key);
    if (value != null) {
      setter.accept(value);
    }
  }

  private static String known() {
    return String.join(", ", KNOWN);
  }

  /**
   * Returns whether nothing but a known key can be meant: the same but for case, {@code -}, {@code
   * _} and {@code .}, and at most one slip, a letter more, less or another, or two that changed
   * places.
   */
  private static boolean isLikeAKnownOne(String key) {
    String plain = plain(key);
    return KNOWN.stream().anyMatch(known -> isOneSlipFrom(plain, plain(known)));
  }

  private static String plain(String key) {
    return key.toLowerCase(Locale.ROOT).replaceAll("[-_.]", "");
  }

  private static boolean isOneSlipFrom(String found, String meant) {
    int shorter = Math.min(found.length(), meant.length());
    int same = 0;
    while (same < shorter && found.charAt(same) == meant.charAt(same)) {
      same++;
    }
    int sameAtEnd = 0;
    while (sameAtEnd < shorter - same
        && found.charAt(found.length() - 1 - sameAtEnd)
            == meant.charAt(meant.length() - 1 - sameAtEnd)) {
      sameAtEnd++;
    }
    String restFound = found.substring(same, found.length() - sameAtEnd);
    String restMeant = meant.substring(same, meant.length() - sameAtEnd);
    return (restFound.length() <= 1 && restMeant.length() <= 1)
        || (restFound.length() == 2
            && restFound.equals(new StringBuilder(restMeant).reverse().toString()));
  }
}
