package dev.irsa.internal.adapter;

import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.internal.config.Environment;
import dev.irsa.internal.config.Setting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The profiles of the files that AWS's SDKs and the AWS CLI share: the configuration file and the
 * credentials files, which take precedence. Both adapters read them here and not through their SDK:
 * SDK 2.x distinguishes the case of keys, SDK 1.x reads only one of the files, and a web identity
 * in any of them must be found. {@link ProfileFile} parses a file, {@link ProfileKind} and {@link
 * ProfileIdentity} tell what a profile means. Used by one thread at a time.
 */
public final class Profiles {

  private static final String CREDENTIALS_FILE = "AWS_SHARED_CREDENTIALS_FILE";

  /** The properties of SDK 2.x that take precedence over a variable. */
  private static final Map<String, String> PROPERTIES =
      Map.of(
          "AWS_CONFIG_FILE",
          "aws.configFile",
          "AWS_PROFILE",
          "aws.profile",
          CREDENTIALS_FILE,
          "aws.sharedCredentialsFile");

  private static final Path NO_FILE = Path.of("/dev/null");

  private final Map<String, Map<String, String>> profiles = new HashMap<>();
  private final Set<Path> read = new LinkedHashSet<>();
  private final @Nullable String description;

  /** Creates profiles without files. */
  private Profiles() {
    this.description = null;
  }

  /**
   * Creates profiles that were read elsewhere.
   *
   * @param given the properties of each profile
   * @param description the files that were read, for messages
   */
  public Profiles(Map<String, Map<String, String>> given, String description) {
    given.forEach(
        (name, properties) -> {
          Map<String, String> trimmed = new HashMap<>();
          properties.forEach(
              (key, value) -> trimmed.put(key.toLowerCase(Locale.ROOT), value.strip()));
          profiles.put(name, trimmed);
        });
    this.description = description;
  }

  /**
   * A text and where it was set.
   *
   * @param origin the name of the property or variable
   */
  private record Found(String text, String origin) {}

  /**
   * Reads the files of this process, where SDK 2.x and the AWS CLI look for them.
   *
   * @throws MisconfiguredException as {@link #read} does
   */
  public static Profiles ofProcess() {
    return read(Environment.system(), CREDENTIALS_FILE);
  }

  /**
   * Reads the files of this process, where SDK 1.x looks for them, which reads variables only and
   * knows the home directory by its property.
   *
   * @throws MisconfiguredException as {@link #read} does
   */
  public static Profiles ofProcessWithSdk1() {
    Environment process = Environment.system();
    return read(
        new Environment() {
          @Override
          public @Nullable String variable(String name) {
            return name.equals("HOME") ? null : process.variable(name);
          }

          @Override
          public @Nullable String property(String name) {
            return name.equals("user.home") ? process.property(name) : null;
          }
        },
        CREDENTIALS_FILE,
        "AWS_CREDENTIAL_PROFILES_FILE");
  }

  /** Returns the name of the profile of this process as SDK 2.x determines it, or null. */
  public static @Nullable String nameInProcess() {
    Found name = find(Environment.system(), "AWS_PROFILE");
    return name == null ? null : name.text();
  }

  /**
   * Reads all existing files.
   *
   * @param environment names the files and the home directory
   * @param credentialsVariables the variables that name a credentials file
   * @throws MisconfiguredException if a file that a variable names does not exist or is not a file,
   *     or a file cannot be read
   */
  public static Profiles read(Environment environment, String... credentialsVariables) {
    Found home = found(environment.variable("HOME"), "HOME");
    if (home == null) {
      String ofJvm = environment.property("user.home");
      home = new Found(ofJvm == null ? "" : ofJvm, "user.home");
    }
    Profiles all = new Profiles();
    all.read(environment, "AWS_CONFIG_FILE", true, home);
    for (String variable : credentialsVariables) {
      all.read(environment, variable, false, home);
    }
    return all;
  }

  private void read(Environment environment, String variable, boolean isConfiguration, Found home) {
    Path directory = path(variable, home.origin(), home.text());
    Found configured = find(environment, variable);
    String origin = configured == null ? home.origin() : configured.origin();
    Path file =
        configured == null
            ? directory.resolve(".aws").resolve(isConfiguration ? "config" : "credentials")
            : configured.text().startsWith("~/")
                ? directory.resolve(path(variable, origin, configured.text().substring(2)))
                : path(variable, origin, configured.text());
    boolean isFile = Files.isRegularFile(file);
    boolean isNamed = configured != null || Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    if (isNamed && !isFile && !isNoFile(file)) {
      throw MisconfiguredException.of(
          variable,
          origin,
          file + (Files.exists(file) ? " cannot be read: it is not a file" : " does not exist"),
          "mount it, or set another path; to use no file, set " + NO_FILE);
    }
    if (isFile && read.add(file)) {
      ProfileFile.read(file, isConfiguration, text(variable, origin, file)).forEach(this::add);
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

  private void add(String profile, Map<String, String> properties) {
    profiles.computeIfAbsent(profile, unused -> new HashMap<>()).putAll(properties);
  }

  private static Path path(String variable, String origin, String text) {
    Path path = Setting.pathOrNull(text);
    if (path == null) {
      throw MisconfiguredException.of(variable, origin, "is not a path", "set a file's path");
    }
    return path;
  }

  private static String text(String variable, String origin, Path file) {
    try {
      // Comments may have another encoding.
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw MisconfiguredException.of(
          variable, origin, file + " cannot be read", "make it readable, or set another path");
    }
  }

  /** Returns the value of SDK 2.x's property for a variable, or else of the variable, or null. */
  private static @Nullable Found find(Environment environment, String variable) {
    String property = PROPERTIES.get(variable);
    Found value = property == null ? null : found(environment.property(property), property);
    return value == null ? found(environment.variable(variable), variable) : value;
  }

  private static @Nullable Found found(@Nullable String text, String origin) {
    return text == null || text.isBlank() ? null : new Found(text.strip(), origin);
  }

  /** Returns whether a profile exists. */
  public boolean has(String profile) {
    return profiles.containsKey(profile);
  }

  /** Returns a property of a profile, trimmed, or null if it is not set. */
  public @Nullable String property(String profile, String key) {
    String value = profiles.getOrDefault(profile, Map.of()).get(key);
    return value == null || value.isEmpty() ? null : value;
  }

  /** Returns whether there is none of the files, as in most pods. */
  boolean isEmpty() {
    return read.isEmpty();
  }

  /** Returns the files that were read, for messages. */
  String files() {
    return Objects.requireNonNullElse(
        description, read.isEmpty() ? "any file (none exists)" : read.toString());
  }
}
