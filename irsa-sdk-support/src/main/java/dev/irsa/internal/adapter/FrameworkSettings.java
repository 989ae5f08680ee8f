package dev.irsa.internal.adapter;

import dev.irsa.IrsaCredentials;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.MisconfiguredException.Problem;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.internal.concurrent.StackSpace;
import dev.irsa.internal.config.GivenSettings;
import dev.irsa.internal.config.Resolver;
import dev.irsa.internal.config.Setting;
import dev.irsa.internal.config.SettingValue;
import dev.irsa.internal.config.ViewRequest;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads the settings that frameworks pass to providers. They override the environment. Stateless.
 *
 * <p>Some frameworks pass only the settings below a prefix of this library, others pass all of
 * their settings. Therefore the factory method determines which settings belong to this library. An
 * unknown setting of this library is an error that lists the known keys.
 */
public final class FrameworkSettings {

  private static final String ROLE_ARN = "role-arn";
  private static final String CHAINED_ROLE_ARN = "chained-role-arn";
  private static final String CHAINED_ROLE_SESSION_NAME = "chained-role-session-name";
  private static final String CHAINED_ROLE_EXTERNAL_ID = "chained-role-external-id";

  private FrameworkSettings() {}

  /** Returns the settings by their keys, in the order of messages. */
  private static Map<String, Setting<?>> settings() {
    Map<String, Setting<?>> settings = new LinkedHashMap<>();
    for (Setting<?> setting : Setting.values()) {
      if (setting.frameworkKey() != null) {
        settings.put(setting.frameworkKey(), setting);
      }
    }
    return settings;
  }

  private static Set<String> keys() {
    Set<String> keys = new LinkedHashSet<>(settings().keySet());
    keys.add(CHAINED_ROLE_ARN);
    keys.add(CHAINED_ROLE_SESSION_NAME);
    keys.add(CHAINED_ROLE_EXTERNAL_ID);
    return keys;
  }

  /**
   * Reads settings below a prefix that only this library uses: every key belongs to it. A blank
   * value counts as missing: templates leave unset values empty.
   *
   * @throws MisconfiguredException if settings are invalid; lists all problems
   */
  public static IrsaCredentials.Builder of(Map<String, String> settings) {
    StackSpace.requireForFirst(StackSpace.SETTINGS);
    return select(settings, keys(), key -> true);
  }

  /**
   * Reads settings of Hadoop's configuration.
   *
   * @param fileSystem the URI whose scheme selects the prefix; null selects the prefix of {@code
   *     s3a}
   * @param below returns the settings below a prefix, by the rest of their keys
   * @throws MisconfiguredException if settings are invalid; lists all problems
   */
  public static IrsaCredentials.Builder ofHadoop(
      @Nullable URI fileSystem, Function<String, Map<String, String>> below) {
    boolean isS3a = fileSystem == null || "s3a".equals(fileSystem.getScheme());
    return of(below.apply(isS3a ? "fs.s3a.irsa." : "fs.s3.irsa."));
  }

  /**
   * Selects settings of this library from all settings of a framework: keys that match a known key
   * except for case, separators and one typing error. All others are ignored.
   *
   * @throws MisconfiguredException if settings are invalid; lists all problems
   */
  public static IrsaCredentials.Builder among(Map<String, ?> everything) {
    StackSpace.requireForFirst(StackSpace.SETTINGS_AMONG_OTHERS);
    Set<String> known = keys();
    return select(everything, known, key -> isLikeAKnownOne(key, known));
  }

  /** Selects settings like {@link #among(Map)}, including the defaults of the properties. */
  public static IrsaCredentials.Builder among(Properties everything) {
    Map<String, String> entries = new TreeMap<>();
    for (String key : everything.stringPropertyNames()) {
      entries.put(key, everything.getProperty(key));
    }
    return among(entries);
  }

  /**
   * Parses assignments of the form {@code key=value}. Blank ones are ignored.
   *
   * @throws MisconfiguredException if settings are invalid; lists all problems
   */
  public static IrsaCredentials.Builder ofAssignments(String... assignments) {
    Map<String, String> parsed = new TreeMap<>();
    for (String assignment : assignments) {
      int equals = assignment.indexOf('=');
      if (assignment.isBlank()) {
        continue;
      }
      if (equals < 0 || isArn(assignment)) {
        throw notAnAssignment(assignment.trim());
      }
      parsed.put(assignment.substring(0, equals).trim(), assignment.substring(equals + 1));
    }
    return of(parsed);
  }

  /** Returns whether an assignment is an ARN, which may contain an equals sign. */
  private static boolean isArn(String assignment) {
    return assignment.trim().startsWith("arn:");
  }

  private static MisconfiguredException notAnAssignment(String text) {
    return isArn(text)
        ? MisconfiguredException.of(
            text,
            null,
            "is an ARN, but a setting of the form key=value is expected",
            "write " + ROLE_ARN + "=" + text + ", or use builder().roleArn(...)")
        : MisconfiguredException.of(
            SettingValue.name(text),
            null,
            "has no value",
            "write key=value, with " + String.join(", ", keys()));
  }

  private static IrsaCredentials.Builder select(
      Map<String, ?> entries, Set<String> known, Predicate<String> isOurs) {
    Map<String, Setting<?>> settings = settings();
    Map<String, String> ours = new TreeMap<>();
    entries.forEach(
        (key, value) -> {
          if (value != null && isOurs.test(key)) {
            ours.put(key, value.toString().trim());
          }
        });
    List<Problem> problems = new ArrayList<>();
    Map<String, String> ofChained = new TreeMap<>();
    GivenSettings given = GivenSettings.none();
    for (Map.Entry<String, String> entry : ours.entrySet()) {
      String key = entry.getKey();
      Setting<?> setting = settings.get(key);
      if (!known.contains(key)) {
        problems.add(
            new Problem(
                SettingValue.name(key),
                null,
                "is not a known setting",
                "use " + String.join(", ", known)));
      } else if (setting != null) {
        given = given.withText(setting, entry.getValue(), key);
      } else if (!entry.getValue().isEmpty()) {
        ofChained.put(key, entry.getValue());
      }
    }
    Resolver.problems(given).forEach(each -> problems.add(each.forUsers()));
    RoleRequest role = chainedRole(ofChained, problems);
    if (!problems.isEmpty()) {
      throw new MisconfiguredException(true, problems);
    }
    return IrsaCredentials.builder()
        .given(role == null ? given : given.withView(new ViewRequest(role, true)));
  }

  /** Returns the chained role, or null. */
  private static @Nullable RoleRequest chainedRole(
      Map<String, String> values, List<Problem> problems) {
    String role = values.get(CHAINED_ROLE_ARN);
    if (role == null) {
      values.forEach(
          (key, unused) ->
              problems.add(
                  new Problem(
                      key, null, "is set without " + CHAINED_ROLE_ARN, "set both, or neither")));
      return null;
    }
    return chainedRole(
        role, values.get(CHAINED_ROLE_SESSION_NAME), values.get(CHAINED_ROLE_EXTERNAL_ID));
  }

  /** Returns the request for a chained role. Its values are checked when it is opened. */
  public static RoleRequest chainedRole(
      String roleArn, @Nullable String sessionName, @Nullable String externalId) {
    RoleRequest role = RoleRequest.of(roleArn);
    role = sessionName == null ? role : role.withRoleSessionName(sessionName);
    return externalId == null ? role : role.withExternalId(externalId);
  }

  /**
   * Returns whether a key can only be a misspelled known key: equal except for case, {@code -},
   * {@code _} and {@code .}, and at most one typing error. A typing error is an additional, missing
   * or different letter, or two letters that changed places.
   */
  private static boolean isLikeAKnownOne(String key, Set<String> known) {
    String plain = plain(key);
    return known.stream().anyMatch(each -> isOneSlipFrom(plain, plain(each)));
  }

  private static String plain(String key) {
    return key.toLowerCase(Locale.ROOT).replaceAll("[-_.]", "");
  }

  private static boolean isOneSlipFrom(String found, String expected) {
    int shorter = Math.min(found.length(), expected.length());
    int same = 0;
    while (same < shorter && found.charAt(same) == expected.charAt(same)) {
      same++;
    }
    int sameAtEnd = 0;
    while (sameAtEnd < shorter - same
        && found.charAt(found.length() - 1 - sameAtEnd)
            == expected.charAt(expected.length() - 1 - sameAtEnd)) {
      sameAtEnd++;
    }
    String restFound = found.substring(same, found.length() - sameAtEnd);
    String restExpected = expected.substring(same, expected.length() - sameAtEnd);
    return (restFound.length() <= 1 && restExpected.length() <= 1)
        || (restFound.length() == 2
            && restFound.equals(new StringBuilder(restExpected).reverse().toString()));
  }
}
