package dev.irsa.doctor.internal.pod;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the pod's profile in the shared configuration files that the SDKs follow on their
 * way to STS. Irsa reads properties and variables only. Immutable.
 *
 * @param name the name of the profile
 * @param files the files that exist
 * @param properties the properties of the profile, by key in lower case
 */
public record UnreadProfile(String name, List<String> files, Map<String, String> properties) {

  private static final String ENDPOINT = "AWS_ENDPOINT_URL_STS";

  private static final List<Unread> ALL =
      List.of(
          new Unread("use_fips_endpoint", "AWS_USE_FIPS_ENDPOINT", "false"),
          new Unread("use_dualstack_endpoint", "AWS_USE_DUALSTACK_ENDPOINT", "false"),
          new Unread("sts_regional_endpoints", "AWS_STS_REGIONAL_ENDPOINTS", "regional"),
          new Unread("endpoint_url", ENDPOINT, ""),
          new Unread("services", ENDPOINT, ""));

  /**
   * A key of a profile.
   *
   * @param setting the variable to use instead
   * @param usual the value that changes nothing
   */
  private record Unread(String key, String setting, String usual) {}

  /** Copies the collections. */
  public UnreadProfile {
    files = List.copyOf(files);
    properties = Map.copyOf(properties);
  }

  /** Reads the files. One that cannot be read has no settings. */
  public static UnreadProfile of(ExaminedPod pod) {
    String ofProperty = pod.property("aws.profile");
    String name =
        Objects.requireNonNullElse(
            ofProperty == null ? pod.variable("AWS_PROFILE") : ofProperty, "default");
    List<String> read = new ArrayList<>();
    Map<String, String> properties = new HashMap<>();
    CredentialSources.sharedFiles(pod)
        .filter(file -> pod.files().follow(file).isFile())
        .forEach(
            file -> {
              read.add(file);
              properties.putAll(section(pod.files().follow(file), name));
            });
    return new UnreadProfile(name, read, properties);
  }

  private static Map<String, String> section(ResolvedPath file, String name) {
    Map<String, String> properties = new HashMap<>();
    boolean isInside = false;
    for (String line : lines(file)) {
      int equals = line.indexOf('=');
      if (line.startsWith("[")) {
        String title = line.replaceAll("[\\[\\]]", "").strip();
        isInside = title.equals(name) || title.matches("profile\\s+\\Q" + name + "\\E");
      } else if (isInside && equals > 0 && !Character.isWhitespace(line.charAt(0))) {
        properties.put(
            line.substring(0, equals).strip().toLowerCase(Locale.ROOT),
            line.substring(equals + 1).strip());
      }
    }
    return properties;
  }

  private static List<String> lines(ResolvedPath file) {
    try (Stream<String> lines = Files.lines(file.place())) {
      return lines.filter(line -> !line.startsWith("#") && !line.startsWith(";")).toList();
    } catch (IOException | RuntimeException unreadable) {
      return List.of();
    }
  }

  /**
   * Returns the settings that matter, each with what to set instead, or null.
   *
   * @param isSet whether a variable, or its property, is set
   */
  public @Nullable String describe(Predicate<String> isSet) {
    boolean endpointsIgnored =
        isSet.test("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS")
            || "true".equalsIgnoreCase(properties.get("ignore_configured_endpoint_urls"));
    String unread =
        ALL.stream()
            .filter(each -> !endpointsIgnored || !each.setting().equals(ENDPOINT))
            .filter(each -> !isSet.test(each.setting()))
            .filter(
                each -> {
                  String value = properties.getOrDefault(each.key(), each.usual());
                  return !value.equalsIgnoreCase(each.usual());
                })
            .map(each -> each.key() + " (set " + each.setting() + " instead)")
            .collect(Collectors.joining(", "));
    return unread.isEmpty() ? null : unread;
  }
}
