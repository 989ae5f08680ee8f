package dev.irsa.doctor.internal.pod;

import dev.irsa.internal.config.Setting;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The profile that the SDKs take from the shared configuration files of a pod. Irsa reads
 * properties and variables only. Secrets are not kept. Immutable.
 *
 * <p>Source: AWS SDKs and Tools Reference Guide, "Shared config and credentials files".
 *
 * @param name its name
 * @param variables the variables that choose the profile or its files
 * @param files the files that exist, as the pod sees them
 * @param credentials the setting that supplies credentials and its file; null if it has none
 * @param endpointSettings the settings that the SDKs follow on their way to STS
 */
public record SharedProfile(
    String name,
    List<String> variables,
    List<String> files,
    @Nullable String credentials,
    Map<String, String> endpointSettings) {

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

  private static final String IGNORED = "ignore_configured_endpoint_urls";

  private static final List<EndpointSetting> ENDPOINT_SETTINGS =
      List.of(
          new EndpointSetting("use_fips_endpoint", Setting.USE_FIPS_ENDPOINT, "false"),
          new EndpointSetting("use_dualstack_endpoint", Setting.USE_DUALSTACK_ENDPOINT, "false"),
          new EndpointSetting("sts_regional_endpoints", Setting.STS_REGIONAL_ENDPOINTS, "regional"),
          new EndpointSetting("endpoint_url", Setting.ENDPOINT_URL_STS, ""),
          new EndpointSetting("services", Setting.ENDPOINT_URL_STS, ""));

  private static final Set<String> ENDPOINT_KEYS =
      Stream.concat(Stream.of(IGNORED), ENDPOINT_SETTINGS.stream().map(EndpointSetting::key))
          .collect(Collectors.toUnmodifiableSet());

  private static final Pattern SECTION = Pattern.compile("\\[\\s*(profile\\s+)?([^\\]]*?)\\s*].*");
  private static final Pattern SETTING = Pattern.compile("([\\w-]+)\\s*=\\s*(\\S.*)");

  /**
   * A setting that the SDKs follow on their way to STS.
   *
   * @param setting what to set instead
   * @param usual the value that changes nothing
   */
  private record EndpointSetting(String key, Setting<?> setting, String usual) {}

  /** Copies the collections. */
  public SharedProfile {
    variables = List.copyOf(variables);
    files = List.copyOf(files);
    endpointSettings = Map.copyOf(endpointSettings);
  }

  /** Returns whether a variable or property names it, not only its files. */
  public boolean isNamed() {
    return variables.contains("AWS_PROFILE") || variables.contains("aws.profile");
  }

  /** Reads the files of a pod. */
  static SharedProfile of(ExaminedPod pod) {
    List<String> variables = new ArrayList<>();
    String chosen = chosen(pod, "AWS_PROFILE", "aws.profile", variables);
    String name = Objects.requireNonNullElse(chosen, "default");
    String home = Objects.requireNonNullElse(pod.variable("HOME"), "/root");
    List<String> files = new ArrayList<>();
    Map<String, String> endpoints = new HashMap<>();
    String credentials = null;
    String[][] all = {
      {"AWS_SHARED_CREDENTIALS_FILE", "aws.sharedCredentialsFile", "credentials"},
      {"AWS_CONFIG_FILE", "aws.configFile", "config"}
    };
    for (String[] each : all) {
      String given = chosen(pod, each[0], each[1], variables);
      String file = given == null ? home + "/.aws/" + each[2] : given;
      String text = pod.files().text(file, MAX_BYTES);
      if (text != null) {
        files.add(file);
        Map<String, String> settings = settings(text, name, each[2].equals("config"));
        String found = SUPPLYING.stream().filter(settings::containsKey).findFirst().orElse(null);
        credentials = credentials == null && found != null ? found + " in " + file : credentials;
        settings.keySet().retainAll(ENDPOINT_KEYS);
        endpoints.putAll(settings);
      }
    }
    return new SharedProfile(name, variables, files, credentials, endpoints);
  }

  private static @Nullable String chosen(
      ExaminedPod pod, String variable, String property, List<String> variables) {
    String ofProperty = pod.property(property);
    if (ofProperty != null || pod.has(variable)) {
      variables.add(ofProperty == null ? variable : property);
    }
    return ofProperty == null ? pod.variable(variable) : ofProperty;
  }

  /**
   * Returns the settings of the way to STS that irsa does not read, each with the variable to set
   * instead, or null.
   *
   * @param isSet whether a variable or property of a setting is set
   */
  public @Nullable String unreadEndpointSettings(Predicate<Setting<?>> isSet) {
    boolean endpointsIgnored =
        isSet.test(Setting.IGNORE_CONFIGURED_ENDPOINT_URLS)
            || "true".equalsIgnoreCase(endpointSettings.get(IGNORED));
    String unread =
        ENDPOINT_SETTINGS.stream()
            .filter(each -> !endpointsIgnored || each.setting() != Setting.ENDPOINT_URL_STS)
            .filter(each -> !isSet.test(each.setting()))
            .filter(
                each ->
                    !endpointSettings
                        .getOrDefault(each.key(), each.usual())
                        .equalsIgnoreCase(each.usual()))
            .map(each -> each.key() + " (set " + each.setting() + " instead)")
            .collect(Collectors.joining(", "));
    return unread.isEmpty() ? null : unread;
  }

  private static Map<String, String> settings(String text, String profile, boolean isConfig) {
    // Only the config file prefixes the names of sections.
    boolean needsPrefix = isConfig && !profile.equals("default");
    Map<String, String> settings = new HashMap<>();
    boolean isInside = false;
    // Indented lines belong to a nested setting, such as one of a service.
    for (String line :
        text.lines().filter(each -> !each.matches("\\s.*")).map(String::strip).toList()) {
      Matcher section = SECTION.matcher(line);
      Matcher setting = SETTING.matcher(line);
      if (section.matches()) {
        boolean hasPrefix = section.group(1) != null;
        isInside = section.group(2).equals(profile) && (hasPrefix ? isConfig : !needsPrefix);
      } else if (isInside && setting.matches()) {
        settings.put(setting.group(1).toLowerCase(Locale.ROOT), setting.group(2));
      }
    }
    return settings;
  }
}
