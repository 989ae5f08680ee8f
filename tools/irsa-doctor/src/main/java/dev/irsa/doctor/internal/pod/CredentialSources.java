package dev.irsa.doctor.internal.pod;

import dev.irsa.credentials.IdentitySource;
import dev.irsa.internal.config.Configuration;
import dev.irsa.internal.config.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The sources of credentials that the pod has, in the order in which the SDKs' default chains ask
 * them. Immutable.
 *
 * <p>Source: AWS SDK for Java 2.x, DefaultCredentialsProvider.
 *
 * @param sources all sources, including those without settings. A source that irsa is told to
 *     ignore is listed without settings
 * @param profile the profile of the shared configuration files
 * @param only the only source that irsa may use, or null if it may use any
 */
public record CredentialSources(List<Source> sources, SharedProfile profile, @Nullable Only only) {

  /** Copies the list. */
  public CredentialSources {
    sources = List.copyOf(sources);
  }

  /** The kinds of sources, in the order of the chain. */
  public enum Kind {
    /** Access keys in system properties. */
    PROPERTIES("system properties", "aws.accessKeyId", "aws.secretAccessKey"),
    /** Access keys in environment variables. Both SDKs also accept the older names. */
    ENVIRONMENT(
        "environment variables",
        "AWS_ACCESS_KEY_ID|AWS_ACCESS_KEY",
        "AWS_SECRET_ACCESS_KEY|AWS_SECRET_KEY"),
    /** IRSA. */
    WEB_IDENTITY("web identity (IRSA)", "AWS_ROLE_ARN", "AWS_WEB_IDENTITY_TOKEN_FILE"),
    /** A profile of the shared configuration files. */
    PROFILE("profile"),
    /** EKS Pod Identity, or another container endpoint, which may do without a token. */
    CONTAINER(
        "container endpoint (Pod Identity)",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI|AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE|AWS_CONTAINER_AUTHORIZATION_TOKEN|"),
    /** The role of the node. */
    INSTANCE("instance metadata (node role)");

    private final String words;

    @SuppressWarnings("ImmutableEnumChecker") // Made by List.of.
    private final List<String> needed;

    /**
     * Creates a kind.
     *
     * @param needed the settings that it needs. Bars separate alternative names; a setting that
     *     ends with a bar is optional
     */
    Kind(String words, String... needed) {
      this.words = words;
      this.needed = List.of(needed);
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
   * @param set the names of its settings that are present
   * @param missing the names of settings that are missing
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

  /**
   * The only source that irsa may use.
   *
   * @param used its kind
   * @param origin the variable or property that says so
   * @param ignored the other source, which the SDKs' own chains still take
   */
  public record Only(Kind used, String origin, Source ignored) {}

  /** Finds the sources, without network. */
  public static CredentialSources of(ExaminedPod pod, Configuration settings) {
    Set<String> found =
        Setting.values().stream()
            .filter(setting -> settings.found(setting) != null)
            .map(Setting::label)
            .collect(Collectors.toSet());
    Predicate<String> isSet =
        name -> found.contains(name) || pod.has(name) || pod.property(name) != null;
    SharedProfile profile = SharedProfile.of(pod);
    Only only = only(settings, isSet);
    return new CredentialSources(
        Stream.of(Kind.values())
            .map(
                kind ->
                    kind == Kind.PROFILE
                        ? source(profile)
                        : source(kind, isIgnored(kind, only) ? name -> false : isSet))
            .toList(),
        profile,
        only);
  }

  private static @Nullable Only only(Configuration settings, Predicate<String> isSet) {
    IdentitySource source = settings.get(Setting.IDENTITY_SOURCE);
    if (source == null) {
      return null;
    }
    boolean isContainer = source == IdentitySource.CONTAINER;
    return new Only(
        isContainer ? Kind.CONTAINER : Kind.WEB_IDENTITY,
        Objects.requireNonNull(settings.origin(Setting.IDENTITY_SOURCE)),
        source(isContainer ? Kind.WEB_IDENTITY : Kind.CONTAINER, isSet));
  }

  private static boolean isIgnored(Kind kind, @Nullable Only only) {
    return only != null && only.ignored().kind() == kind;
  }

  private static Source source(Kind kind, Predicate<String> isSet) {
    List<String> set = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (String names : kind.needed) {
      String[] alternatives = names.split("\\|", -1);
      String found = Stream.of(alternatives).filter(isSet).findFirst().orElse(null);
      if (found != null) {
        set.add(found);
      } else if (!names.endsWith("|")) {
        missing.add(alternatives[0]);
      }
    }
    return new Source(kind, set, missing);
  }

  private static Source source(SharedProfile profile) {
    List<String> set = new ArrayList<>(profile.variables());
    set.addAll(profile.files());
    String credentials = profile.credentials();
    List<String> missing =
        credentials == null ? List.of("credentials for the profile " + profile.name()) : List.of();
    return new Source(Kind.PROFILE, set, missing);
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
   * Returns whether Pod Identity is configured, at least partly, and IRSA, which comes first, is
   * not.
   */
  public boolean usesContainer() {
    return !hasWebIdentity() && !source(Kind.CONTAINER).set().isEmpty();
  }

  /**
   * Returns whether the only source that irsa may use is not configured, although another source
   * is, or although the webhook of IRSA could not configure it.
   */
  public boolean lacksTheOnlyOne() {
    return only != null
        && source(only.used()).set().isEmpty()
        && (only.used() == Kind.CONTAINER || !only.ignored().set().isEmpty());
  }

  /** Returns whether irsa ignores a source that is configured. */
  public boolean ignoresAnother() {
    return only != null && !only.ignored().set().isEmpty();
  }

  /** Returns the configured sources in the order of the chain; the used source is marked. */
  public String describe() {
    return describe("used");
  }

  /**
   * Returns the configured sources in the order of the chain.
   *
   * @param mark the mark behind the first complete source
   */
  public String describe(String mark) {
    Kind winner = winner();
    String configured =
        sources.stream()
            .filter(source -> !source.set().isEmpty())
            .map(source -> source.describe() + (source.kind() == winner ? " <- " + mark : ""))
            .collect(Collectors.joining("; "));
    String ignored =
        only == null || only.ignored().set().isEmpty()
            ? ""
            : "; because of " + only.origin() + " irsa ignores " + only.ignored().describe();
    return (configured.isEmpty() ? "nothing is configured" : configured) + ignored;
  }
}
