package dev.irsa.sdk.v2;

import dev.irsa.IrsaCredentials;
import dev.irsa.identity.MisconfiguredException;
import dev.irsa.identity.MisconfiguredException.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The keys by which frameworks hand settings to a provider that they make from a class name.
 * Immutable.
 *
 * @param values by known key, never blank
 */
record ProviderSettings(Map<String, String> values) {

  static final String ROLE_ARN = "role-arn";
  static final String WEB_IDENTITY_TOKEN_FILE = "web-identity-token-file";
  static final String ROLE_SESSION_NAME = "role-session-name";
  static final String REGION = "region";
  static final String DURATION_SECONDS = "duration-seconds";

  private static final List<String> KEYS =
      List.of(ROLE_ARN, WEB_IDENTITY_TOKEN_FILE, ROLE_SESSION_NAME, REGION, DURATION_SECONDS);

  /** Rejects what is not known, all of it at once. */
  ProviderSettings {
    List<Problem> problems = new ArrayList<>();
    Map<String, String> kept = new LinkedHashMap<>();
    new TreeMap<>(values)
        .forEach(
            (key, value) -> {
              if (!KEYS.contains(key)) {
                problems.add(unknown(key));
              } else if (value.isBlank()) {
                // Templates leave what is not set empty; as in the environment that means absent.
                return;
              } else if (key.equals(DURATION_SECONDS) && !isWholeNumber(value.trim())) {
                problems.add(notANumber(value));
              } else {
                kept.put(key, value.trim());
              }
            });
    if (!problems.isEmpty()) {
      throw rejected(problems);
    }
    values = Map.copyOf(kept);
  }

  /**
   * Takes those entries that can be meant for us. Iceberg and Flink hand over keys of their own as
   * well, which hold dots or capital letters; ours never do.
   */
  static ProviderSettings among(Map<String, String> entries) {
    Map<String, String> ours = new TreeMap<>();
    entries.forEach(
        (key, value) -> {
          if (value != null
              && key.chars().allMatch(c -> (c >= 'a' && c <= 'z') || c == '-' || c == '_')) {
            ours.put(key, value);
          }
        });
    return new ProviderSettings(ours);
  }

  /** As {@link #among(Map)}. */
  static ProviderSettings among(Properties properties) {
    Map<String, String> entries = new TreeMap<>();
    for (String key : properties.stringPropertyNames()) {
      entries.put(key, properties.getProperty(key));
    }
    return among(entries);
  }

  /** Takes texts of the form {@code key=value}. */
  static ProviderSettings of(String... assignments) {
    Map<String, String> given = new TreeMap<>();
    for (String assignment : assignments) {
      int equals = assignment.indexOf('=');
      if (equals < 0) {
        throw rejected(List.of(unassigned(assignment)));
      }
      given.put(assignment.substring(0, equals).trim(), assignment.substring(equals + 1));
    }
    return new ProviderSettings(given);
  }

  void applyTo(IrsaCredentials.Builder builder) {
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

  private static IrsaCredentialsException rejected(List<Problem> problems) {
    return IrsaCredentialsException.of(new MisconfiguredException(true, problems));
  }

  private static Problem unassigned(String text) {
    return new Problem(text, null, "has no value", "write key=value, with " + known());
  }

  private static Problem unknown(String key) {
    return new Problem(key, null, "is not a known setting", "use " + known());
  }

  private static String known() {
    return String.join(", ", KEYS);
  }

  private static Problem notANumber(String value) {
    return new Problem(
        DURATION_SECONDS,
        null,
        "\"" + value + "\" is not a whole number of seconds",
        "give 900 to 43200");
  }

  private static boolean isWholeNumber(String text) {
    return !text.isEmpty()
        && text.length() <= 9
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
