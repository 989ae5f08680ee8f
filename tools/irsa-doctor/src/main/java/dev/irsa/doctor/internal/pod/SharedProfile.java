package dev.irsa.doctor.internal.pod;

import dev.irsa.doctor.internal.text.BoundedFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The profile that the SDKs take from the shared configuration files of a pod. Only the names of
 * its settings are kept. Immutable.
 *
 * <p>Source: AWS SDKs and Tools Reference Guide, "Shared config and credentials files".
 *
 * @param name its name
 * @param variables the variables that choose the profile or its files
 * @param files the files that are there, as the pod sees them
 * @param credentials the setting that supplies credentials and its file; null if it has none
 */
public record SharedProfile(
    String name, List<String> variables, List<String> files, @Nullable String credentials) {

  private static final int MAX_BYTES = 1 << 20;

  /** The settings that make an SDK take credentials from a profile. */
  private static final List<String> SUPPLYING =
      List.of(
          "aws_access_key_id",
          "credential_process",
          "role_arn",
          "sso_account_id",
          "sso_session",
          "login_session");

  private static final Pattern SECTION = Pattern.compile("\\[\\s*(profile\\s+)?([^\\]]*?)\\s*].*");
  private static final Pattern SETTING = Pattern.compile("([\\w-]+)\\s*=\\s*\\S.*");

  /** Copies the lists. */
  public SharedProfile {
    variables = List.copyOf(variables);
    files = List.copyOf(files);
  }

  /** Reads the files of a pod. */
  static SharedProfile of(ExaminedPod pod) {
    List<String> variables = new ArrayList<>();
    String chosen = chosen(pod, "AWS_PROFILE", "aws.profile", variables);
    String name = Objects.requireNonNullElse(chosen, "default");
    String home = Objects.requireNonNullElse(pod.variable("HOME"), "/root");
    List<String> files = new ArrayList<>();
    String credentials = null;
    String[][] all = {
      {"AWS_SHARED_CREDENTIALS_FILE", "aws.sharedCredentialsFile", "credentials"},
      {"AWS_CONFIG_FILE", "aws.configFile", "config"}
    };
    for (String[] each : all) {
      String given = chosen(pod, each[0], each[1], variables);
      String file = given == null ? home + "/.aws/" + each[2] : given;
      byte[] content = read(pod, file);
      if (content != null) {
        files.add(file);
        String text = new String(content, StandardCharsets.UTF_8);
        String found = supplying(text, name, each[2].equals("config"));
        credentials = credentials == null && found != null ? found + " in " + file : credentials;
      }
    }
    return new SharedProfile(name, variables, files, credentials);
  }

  private static @Nullable String chosen(
      ExaminedPod pod, String variable, String property, List<String> variables) {
    String ofProperty = pod.property(property);
    if (ofProperty != null || pod.has(variable)) {
      variables.add(ofProperty == null ? variable : property);
    }
    return ofProperty == null ? pod.variable(variable) : ofProperty;
  }

  private static byte @Nullable [] read(ExaminedPod pod, String file) {
    ResolvedPath resolved = pod.files().follow(file);
    return resolved.isFile() ? BoundedFile.optional(resolved.place(), MAX_BYTES) : null;
  }

  /** Returns the setting by which a profile supplies credentials, or null. */
  private static @Nullable String supplying(String text, String profile, boolean isConfig) {
    // In the other file, a section is named by the profile alone.
    boolean needsPrefix = isConfig && !profile.equals("default");
    Set<String> settings = new HashSet<>();
    boolean isInside = false;
    for (String line : text.lines().map(String::strip).toList()) {
      Matcher section = SECTION.matcher(line);
      Matcher setting = SETTING.matcher(line);
      if (section.matches()) {
        boolean hasPrefix = section.group(1) != null;
        isInside = section.group(2).equals(profile) && (hasPrefix ? isConfig : !needsPrefix);
      } else if (isInside && setting.matches()) {
        settings.add(setting.group(1).toLowerCase(Locale.ROOT));
      }
    }
    return SUPPLYING.stream().filter(settings::contains).findFirst().orElse(null);
  }
}
