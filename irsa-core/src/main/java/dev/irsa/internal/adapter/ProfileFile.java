package dev.irsa.internal.adapter;

import dev.irsa.credentials.MisconfiguredException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads one file of the shared configuration by AWS's specification (SDKs and Tools Reference
 * Guide, "Format of the shared config and credentials files"): keys are case-insensitive, a profile
 * of the configuration file has the prefix {@code profile}, an indented line continues the value
 * before it. Used by one thread.
 */
final class ProfileFile {

  private static final Pattern NAME = Pattern.compile("[\\w\\-/.%@:+]+");
  private static final Pattern PREFIXED = Pattern.compile("profile[ \t]+(.*)");
  private static final Pattern COMMENT_OF_SECTION = Pattern.compile("[#;].*");
  private static final Pattern COMMENT_OF_PROPERTY = Pattern.compile("[ \t][#;].*");

  private final Path file;
  private final boolean isConfiguration;
  private final Map<String, Map<String, String>> profiles = new HashMap<>();
  private boolean defaultHasPrefix;
  private int number;

  /** The profile being read, or null before the first one and in a section that is ignored. */
  private @Nullable Map<String, String> profile;

  private boolean inIgnoredSection;

  /** The key whose value may continue, or null. */
  private @Nullable String key;

  private boolean inIgnoredProperty;
  private boolean isNested;

  private ProfileFile(Path file, boolean isConfiguration) {
    this.file = file;
    this.isConfiguration = isConfiguration;
  }

  /**
   * Returns the properties of each profile, with keys in lower case.
   *
   * @param file for messages
   * @param isConfiguration whether it is the configuration file, whose sections have a prefix
   * @throws MisconfiguredException if the text has another form; names the line, but does not show
   *     it, since it may contain secrets
   */
  static Map<String, Map<String, String>> read(Path file, boolean isConfiguration, String text) {
    ProfileFile reader = new ProfileFile(file, isConfiguration);
    text.lines().forEach(reader::line);
    return reader.profiles;
  }

  private void line(String line) {
    number++;
    if (line.isBlank() || line.startsWith("#") || line.startsWith(";")) {
      return;
    }
    if (line.startsWith("[")) {
      section(COMMENT_OF_SECTION.matcher(line).replaceFirst("").strip());
    } else if (inIgnoredSection) {
      return;
    } else if (line.startsWith(" ") || line.startsWith("\t")) {
      continuation(line.strip());
    } else {
      property(COMMENT_OF_PROPERTY.matcher(line).replaceFirst("").strip());
    }
  }

  private void section(String line) {
    if (!line.endsWith("]")) {
      throw malformed();
    }
    String name = profileName(line.substring(1, line.length() - 1).strip());
    key = null;
    inIgnoredProperty = false;
    inIgnoredSection = name == null;
    profile = name == null ? null : profiles.computeIfAbsent(name, unused -> new HashMap<>());
  }

  /** Returns the name of the profile that a section defines, or null if it is to be ignored. */
  private @Nullable String profileName(String section) {
    boolean prefixed = PREFIXED.matcher(section).matches();
    String name = section;
    if (isConfiguration) {
      name = PREFIXED.matcher(section).replaceFirst("$1");
      boolean isDefault = name.equals("default");
      if (!prefixed && (!isDefault || defaultHasPrefix)) {
        return null;
      }
      if (isDefault && prefixed && !defaultHasPrefix) {
        // Replaces the one without the prefix.
        profiles.remove(name);
        defaultHasPrefix = true;
      }
    }
    return NAME.matcher(name).matches() ? name : null;
  }

  private void property(String line) {
    Map<String, String> current = profile;
    int equals = equalsIn(line);
    if (current == null) {
      throw malformed();
    }
    String name = line.substring(0, equals).strip();
    String value = line.substring(equals + 1).strip();
    inIgnoredProperty = !NAME.matcher(name).matches();
    if (!inIgnoredProperty) {
      key = name.toLowerCase(Locale.ROOT);
      isNested = value.isEmpty();
      current.put(key, value);
    }
  }

  private void continuation(String line) {
    if (inIgnoredProperty) {
      return;
    }
    Map<String, String> current = profile;
    String continued = key;
    if (current == null || continued == null) {
      throw malformed();
    }
    if (isNested) {
      int unused = equalsIn(line);
    }
    current.put(continued, current.get(continued) + "\n" + line);
  }

  /** Returns the position of the equals sign, which follows a name. */
  private int equalsIn(String line) {
    int equals = line.indexOf('=');
    if (equals <= 0) {
      throw malformed();
    }
    return equals;
  }

  private MisconfiguredException malformed() {
    return MisconfiguredException.of(
        "shared configuration",
        null,
        file + " cannot be parsed: see line " + number,
        "correct it: [profile NAME] in the configuration file or [NAME] in the credentials file,"
            + " then lines of the form key = value");
  }
}
