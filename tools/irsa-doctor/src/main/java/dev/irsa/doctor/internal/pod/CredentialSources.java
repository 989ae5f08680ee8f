package dev.irsa.doctor.internal.pod;

import dev.irsa.internal.config.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The sources of credentials that the pod has, in the order in which the SDKs' default chains ask
 * them. Immutable.
 *
 * <p>Source: AWS SDK for Java 2.x, DefaultCredentialsProvider.
 *
 * @param sources all sources, also those that are not configured
 */
public record CredentialSources(List<Source> sources) {

  /** Copies the list. */
  public CredentialSources {
    sources = List.copyOf(sources);
  }

  /** The kinds of sources, in the order of the chain. */
  public enum Kind {
    /** Access keys in system properties. */
    PROPERTIES("system properties"),
    /** Access keys in environment variables. */
    ENVIRONMENT("environment variables"),
    /** IRSA. */
    WEB_IDENTITY("web identity (IRSA)"),
    /** A profile of the shared configuration files. */
    PROFILE("profile"),
    /** EKS Pod Identity, or another container endpoint. */
    CONTAINER("container endpoint (Pod Identity)"),
    /** The role of the node. */
    INSTANCE("instance metadata (node role)");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  /**
   * One source.
   *
   * @param kind its kind
   * @param set the settings of it that are present, without their values
   * @param missing the settings that it lacks to be complete
   */
  public record Source(Kind kind, List<String> set, List<String> missing) {

    /** Copies the lists. */
    public Source {
      set = List.copyOf(set);
      missing = List.copyOf(missing);
    }

    /** Returns whether it is configured completely. */
    public boolean isWhole() {
      return !set.isEmpty() && missing.isEmpty();
    }

    /** Returns whether a part of its settings is missing. */
    public boolean isHalf() {
      return !set.isEmpty() && !missing.isEmpty();
    }

    private String describe() {
      return kind
          + ": "
          + String.join(", ", set)
          + (isHalf() ? " without " + String.join(" and ", missing) : "");
    }
  }

  /** Finds the sources, without network. */
  public static CredentialSources of(ExaminedPod pod) {
    List<Source> sources = new ArrayList<>();
    sources.add(
        new Source(
            Kind.PROPERTIES,
            properties(pod, true, "aws.accessKeyId", "aws.secretAccessKey"),
            properties(pod, false, "aws.accessKeyId", "aws.secretAccessKey")));
    sources.add(new Source(Kind.ENVIRONMENT, keys(pod, true), keys(pod, false)));
    sources.add(new Source(Kind.WEB_IDENTITY, webIdentity(pod, true), webIdentity(pod, false)));
    sources.add(new Source(Kind.PROFILE, profile(pod), List.of()));
    sources.add(container(pod));
    sources.add(new Source(Kind.INSTANCE, List.of(), List.of()));
    return new CredentialSources(sources);
  }

  private static List<String> properties(ExaminedPod pod, boolean present, String... names) {
    return List.of(names).stream().filter(n -> (pod.property(n) != null) == present).toList();
  }

  private static List<String> keys(ExaminedPod pod, boolean present) {
    List<String> keys = new ArrayList<>();
    // Both SDKs also accept the older names.
    addIf(pod, present, keys, "AWS_ACCESS_KEY_ID", "AWS_ACCESS_KEY");
    addIf(pod, present, keys, "AWS_SECRET_ACCESS_KEY", "AWS_SECRET_KEY");
    return keys;
  }

  private static void addIf(
      ExaminedPod pod, boolean present, List<String> keys, String name, String older) {
    if ((pod.has(name) || pod.has(older)) == present) {
      keys.add(!pod.has(name) && pod.has(older) ? older : name);
    }
  }

  private static List<String> webIdentity(ExaminedPod pod, boolean present) {
    return Stream.of(Setting.ROLE_ARN, Setting.WEB_IDENTITY_TOKEN_FILE)
        .filter(setting -> (pod.value(setting) != null) == present)
        .map(Setting::label)
        .toList();
  }

  private static List<String> profile(ExaminedPod pod) {
    List<String> set = new ArrayList<>();
    if (pod.has("AWS_PROFILE") || pod.property("aws.profile") != null) {
      set.add("AWS_PROFILE");
    }
    String home = Objects.requireNonNullElse(pod.variable("HOME"), "/root");
    addFile(pod, set, "AWS_SHARED_CREDENTIALS_FILE", home + "/.aws/credentials");
    addFile(pod, set, "AWS_CONFIG_FILE", home + "/.aws/config");
    return set;
  }

  private static void addFile(ExaminedPod pod, List<String> set, String variable, String usual) {
    String file = Objects.requireNonNullElse(pod.variable(variable), usual);
    if (pod.files().follow(file).isFile()) {
      set.add(file);
    }
  }

  private static Source container(ExaminedPod pod) {
    String uri =
        firstOf(
            pod,
            Setting.CONTAINER_CREDENTIALS_RELATIVE_URI,
            Setting.CONTAINER_CREDENTIALS_FULL_URI);
    String token =
        firstOf(
            pod, Setting.CONTAINER_AUTHORIZATION_TOKEN_FILE, Setting.CONTAINER_AUTHORIZATION_TOKEN);
    List<String> set = new ArrayList<>();
    if (uri != null) {
      set.add(uri);
    }
    if (token != null) {
      set.add(token);
    }
    // A container endpoint may do without a token, but a token without an endpoint is useless.
    return new Source(
        Kind.CONTAINER,
        set,
        uri == null ? List.of(Setting.CONTAINER_CREDENTIALS_FULL_URI.label()) : List.of());
  }

  private static @Nullable String firstOf(ExaminedPod pod, Setting first, Setting second) {
    return Stream.of(first, second)
        .filter(setting -> pod.value(setting) != null)
        .map(Setting::label)
        .findFirst()
        .orElse(null);
  }

  /** Returns a source. */
  public Source source(Kind kind) {
    return sources.stream().filter(source -> source.kind() == kind).findFirst().orElseThrow();
  }

  /** Returns the source that a default chain takes: the first complete one. */
  public Kind winner() {
    return sources.stream()
        .filter(Source::isWhole)
        .map(Source::kind)
        .findFirst()
        .orElse(Kind.INSTANCE);
  }

  /** Returns whether IRSA or a part of it is configured. */
  public boolean hasWebIdentity() {
    return !source(Kind.WEB_IDENTITY).set().isEmpty();
  }

  /** Returns whether Pod Identity, or another container endpoint, is configured completely. */
  public boolean hasWholeContainer() {
    return source(Kind.CONTAINER).isWhole();
  }

  /**
   * Returns whether Pod Identity or a part of it is configured, and not IRSA, which comes first.
   */
  public boolean usesContainer() {
    return !hasWebIdentity() && !source(Kind.CONTAINER).set().isEmpty();
  }

  /** Returns the configured sources in the order of the chain, the one that is used marked. */
  public String describe() {
    Kind winner = winner();
    String configured =
        sources.stream()
            .filter(source -> !source.set().isEmpty())
            .map(source -> source.describe() + (source.kind() == winner ? " <- used" : ""))
            .collect(Collectors.joining("; "));
    return configured.isEmpty() ? "nothing is configured" : configured;
  }
}
