package dev.irsa.internal.adapter;

import dev.irsa.internal.adapter.ProfileFileReader.Kind;
import dev.irsa.internal.config.Setting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The profiles of the files that AWS's SDKs and the AWS CLI share: the configuration file and the
 * credentials files, which take precedence. Both adapters read them here and not through their SDK:
 * SDK 2.x distinguishes the case of keys, SDK 1.x reads only one of the files, and a web identity
 * in any of them must be found. Used by one thread at a time.
 */
public final class SharedProfiles implements Profiles {

  private static final Map<String, String> PROPERTIES =
      Map.of(
          "AWS_CONFIG_FILE", "aws.configFile",
          "AWS_PROFILE", "aws.profile",
          "AWS_SHARED_CREDENTIALS_FILE", "aws.sharedCredentialsFile");

  private static final Path NO_FILE = Path.of("/dev/null");

  private final UnaryOperator<@Nullable String> setting;
  private final Path home;
  private final Map<String, Map<String, String>> profiles = new HashMap<>();
  private final Set<Path> files = new LinkedHashSet<>();

  private SharedProfiles(UnaryOperator<@Nullable String> setting, Path home) {
    this.setting = setting;
    this.home = home;
  }

  /**
   * Reads the files of this process, where SDK 2.x and the AWS CLI look for them.
   *
   * @throws dev.irsa.credentials.MisconfiguredException as {@link #read} does
   */
  public static SharedProfiles ofProcess() {
    String home = System.getenv("HOME");
    return read(
        new UnaryOperator<>() {
          @Override
          public @Nullable String apply(@Nullable String variable) {
            return propertyOrVariable(Objects.requireNonNull(variable));
          }
        },
        home == null ? System.getProperty("user.home", "") : home,
        "AWS_SHARED_CREDENTIALS_FILE");
  }

  /** Returns the value of SDK 2.x's property for a variable, or else of the variable, or null. */
  public static @Nullable String propertyOrVariable(String variable) {
    String property = PROPERTIES.get(variable);
    String value = property == null ? null : System.getProperty(property);
    String found = value == null || value.isBlank() ? System.getenv(variable) : value;
    return found == null || found.isBlank() ? null : found.strip();
  }

  /**
   * Reads all existing files.
   *
   * @param setting returns the value of a variable such as {@code AWS_CONFIG_FILE}, or null
   * @param home the user's home directory
   * @param credentialsVariables the variables that name a credentials file
   * @throws dev.irsa.credentials.MisconfiguredException if a file that a variable names does not
   *     exist or is not a file, or a file cannot be read
   */
  public static SharedProfiles read(
      UnaryOperator<@Nullable String> setting, String home, String... credentialsVariables) {
    SharedProfiles read = new SharedProfiles(setting, path("HOME", home));
    read.add(Kind.CONFIGURATION, "AWS_CONFIG_FILE", "config");
    for (String variable : credentialsVariables) {
      read.add(Kind.CREDENTIALS, variable, "credentials");
    }
    return read;
  }

  private void add(Kind kind, String variable, String defaultName) {
    String configured = setting.apply(variable);
    boolean isConfigured = configured != null && !configured.isBlank();
    Path file =
        isConfigured
            ? ofHome(variable, configured.strip())
            : home.resolve(".aws").resolve(defaultName);
    boolean isNamed = isConfigured || Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    if (isNamed && !Files.isRegularFile(file) && !isNoFile(file)) {
      boolean missing = !Files.exists(file);
      throw ConfiguredSources.wrong(
          variable,
          file + (missing ? " does not exist" : " cannot be read: it is not a file"),
          "mount it, or set another path; to use no file, set " + NO_FILE);
    }
    if (Files.isRegularFile(file) && files.add(file)) {
      ProfileFileReader.read(file, kind, text(variable, file))
          .forEach(
              (name, properties) ->
                  profiles.computeIfAbsent(name, unused -> new HashMap<>()).putAll(properties));
    }
  }

  /** Returns whether a file is the null device, also by a link. */
  private static boolean isNoFile(Path file) {
    try {
      return Files.isSameFile(file, NO_FILE);
    } catch (IOException missing) {
      return false;
    }
  }

  private Path ofHome(String variable, String configured) {
    return configured.startsWith("~/")
        ? home.resolve(path(variable, configured.substring(2)))
        : path(variable, configured);
  }

  private static Path path(String variable, String text) {
    Path path = Setting.pathOrNull(text);
    if (path == null) {
      throw ConfiguredSources.wrong(variable, "is not a path", "set a file's path");
    }
    return path;
  }

  private static String text(String variable, Path file) {
    try {
      // Comments may have another encoding.
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw ConfiguredSources.wrong(
          variable, file + " cannot be read", "make it readable, or set another path");
    }
  }

  @Override
  public @Nullable String property(String profile, String key) {
    String value = profiles.getOrDefault(profile, Map.of()).get(key);
    return value == null || value.isEmpty() ? null : value;
  }

  /** Returns whether there is none of the files, as in most pods. */
  boolean isEmpty() {
    return files.isEmpty();
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
