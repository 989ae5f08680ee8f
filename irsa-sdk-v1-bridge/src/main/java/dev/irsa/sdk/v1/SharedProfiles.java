package dev.irsa.sdk.v1;

import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.internal.adapter.ConfiguredSources;
import dev.irsa.internal.adapter.Profiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The profiles of the shared configuration, from all files that an SDK or the AWS CLI reads. SDK
 * 1.x reads only one of these files, but a web identity in any of them must be found.
 */
final class SharedProfiles implements Profiles {

  private final Map<String, Map<String, String>> profiles = new HashMap<>();
  private final Set<Path> files = new LinkedHashSet<>();

  private SharedProfiles() {}

  /**
   * Reads all existing files. Credentials files take precedence over the configuration file.
   *
   * @param environment returns a variable or null
   * @param home the user's home directory
   * @throws MisconfiguredException if a file that a variable names does not exist, or a file cannot
   *     be read
   */
  static SharedProfiles read(UnaryOperator<@Nullable String> environment, Path home) {
    SharedProfiles read = new SharedProfiles();
    Path folder = home.resolve(".aws");
    read.addConfiguredOrDefault(environment, "AWS_CONFIG_FILE", folder.resolve("config"));
    read.addConfiguredOrDefault(
        environment, "AWS_SHARED_CREDENTIALS_FILE", folder.resolve("credentials"));
    read.addConfiguredOrDefault(
        environment, "AWS_CREDENTIAL_PROFILES_FILE", folder.resolve("credentials"));
    return read;
  }

  private void addConfiguredOrDefault(
      UnaryOperator<@Nullable String> environment, String variable, Path defaultFile) {
    String configured = environment.apply(variable);
    if (configured != null && !configured.isBlank()) {
      Path file = Path.of(configured.trim());
      if (!Files.exists(file)) {
        throw ConfiguredSources.wrong(
            variable, file + " does not exist", "mount it, or set another path");
      }
      add(file);
    } else if (Files.isRegularFile(defaultFile)) {
      add(defaultFile);
    }
  }

  private void add(Path file) {
    if (!files.add(file)) {
      return;
    }
    try {
      parse(file, Files.readAllLines(file, StandardCharsets.UTF_8));
    } catch (IOException unreadable) {
      throw ConfiguredSources.wrong(
          "shared configuration", file + " cannot be read", "make it a readable file in UTF-8");
    }
  }

  /** Parses a file like the AWS CLI. Indented lines belong to a nested setting. */
  private void parse(Path file, List<String> lines) {
    Map<String, String> profile = null;
    int number = 0;
    for (String line : lines) {
      number++;
      if (line.isBlank() || "#; \t".indexOf(line.charAt(0)) >= 0) {
        continue;
      }
      int equals = line.indexOf('=');
      if (line.charAt(0) == '[' && line.indexOf(']') > 0) {
        profile = profiles.computeIfAbsent(name(line), name -> new LinkedHashMap<>());
      } else if (profile != null && equals > 0 && line.charAt(0) != '[') {
        profile.put(line.substring(0, equals).trim(), value(line.substring(equals + 1)));
      } else {
        throw ConfiguredSources.wrong(
            "shared configuration",
            file + " cannot be parsed: see line " + number,
            "correct it: [profile NAME] or [NAME], then lines of the form key = value");
      }
    }
  }

  private static String name(String line) {
    String name = line.substring(1, line.indexOf(']')).trim();
    return name.replaceFirst("^profile\\s+", "");
  }

  /** Returns a value without a trailing comment. */
  private static String value(String text) {
    return text.split("\\s[#;]", 2)[0].trim();
  }

  @Override
  public @Nullable String property(String profile, String key) {
    String value = profiles.getOrDefault(profile, Map.of()).get(key);
    return value == null || value.isEmpty() ? null : value;
  }

  @Override
  public boolean has(String profile) {
    return profiles.containsKey(profile);
  }

  @Override
  public String files() {
    return files.isEmpty() ? "any file (none exists)" : files.toString();
  }
}
