package dev.irsa.internal.config;

import static dev.irsa.internal.config.Problem.Kind.CONFLICT;
import static dev.irsa.internal.config.Problem.Kind.INVALID;
import static dev.irsa.internal.config.Problem.Kind.MISSING;
import static dev.irsa.internal.config.Problem.Kind.NOT_CONFIGURED;

import dev.irsa.credentials.IdentitySource;
import dev.irsa.internal.config.Setting.Part;
import dev.irsa.internal.identity.ContainerIdentity;
import dev.irsa.internal.identity.IdentityToken;
import dev.irsa.internal.identity.WebIdentity;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Determines the source of the credentials, and the identity for which it issues them. */
final class IdentityRule {

  private static final String HOW_TO_CONFIGURE =
      "In a pod: annotate its service account with eks.amazonaws.com/role-arn (IRSA), or create an"
          + " association (aws eks create-pod-identity-association), and recreate the pod; the EKS"
          + " pod identity webhook injects the variables when a pod is created";

  private IdentityRule() {}

  // The source.

  /**
   * Returns the source to use. An identity set in code takes precedence over the environment. In
   * the environment, a web identity takes precedence over container credentials, as in the chains
   * of all AWS SDKs. If the environment names the only source, an identity of the other source in
   * code is a conflict.
   */
  static IdentitySource source(Resolution settings) {
    IdentitySource only = settings.value(Setting.IDENTITY_SOURCE);
    Setting<?> web = settings.firstGiven(Part.WEB_IDENTITY);
    Setting<?> container = settings.firstGiven(Part.CONTAINER);
    if (only != null) {
      Setting<?> other = only == IdentitySource.CONTAINER ? web : container;
      if (other == null || settings.isGiven(Setting.IDENTITY_SOURCE)) {
        return only;
      }
      reportOther(settings, only, other);
      return other == web ? IdentitySource.WEB_IDENTITY : IdentitySource.CONTAINER;
    }
    if (container != null) {
      if (web != null) {
        reportBoth(settings, container, web);
      }
      return IdentitySource.CONTAINER;
    }
    return settings.isAnyFound(Part.WEB_IDENTITY) || !settings.isAnyFound(Part.CONTAINER)
        ? IdentitySource.WEB_IDENTITY
        : IdentitySource.CONTAINER;
  }

  private static void reportOther(Resolution settings, IdentitySource only, Setting<?> given) {
    String name = nameOf(Setting.IDENTITY_SOURCE, settings);
    settings.problem(
        CONFLICT,
        given,
        "is set, but " + name + " is " + Parser.word(only) + ", the only source to use",
        "unset "
            + name
            + " or remove "
            + nameOf(given, settings)
            + orNameTheSource(settings, given));
  }

  private static void reportBoth(Resolution settings, Setting<?> container, Setting<?> web) {
    String name = nameOf(web, settings);
    settings.problem(
        CONFLICT,
        container,
        "is set together with a web identity, " + name,
        "set "
            + nameOf(container, settings)
            + " or "
            + name
            + ", but not both"
            + orNameTheSource(settings, container));
  }

  /** Returns how to name the source where the setting was set; empty if that is impossible. */
  private static String orNameTheSource(Resolution settings, Setting<?> given) {
    String origin = Objects.requireNonNull(settings.found(given)).origin();
    String name = null;
    if (origin.equals(Given.BUILDER)) {
      name = Setting.IDENTITY_SOURCE.method() + "(...)";
    } else if (origin.equals(given.frameworkKey())) {
      name = Setting.IDENTITY_SOURCE.frameworkKey();
    } else if (origin.equals(given.springProperty())) {
      name = Setting.IDENTITY_SOURCE.springProperty();
    }
    return name == null ? "" : ", or name the source with " + name;
  }

  /** Returns the name by which the user set a setting. */
  private static String nameOf(Setting<?> setting, Resolution settings) {
    String origin = Objects.requireNonNull(settings.found(setting)).origin();
    return origin.equals(Given.BUILDER) ? setting.method() + "(...)" : origin;
  }

  private static boolean isTokenGiven(Resolution settings) {
    return settings.isGiven(Setting.CONTAINER_AUTHORIZATION_TOKEN_FILE)
        || settings.isGiven(Setting.CONTAINER_AUTHORIZATION_TOKEN);
  }

  /** Returns whether the environment contains container credentials, and names no only source. */
  private static boolean isContainerBeside(Resolution settings) {
    return !settings.isFound(Setting.IDENTITY_SOURCE)
        && (settings.isInEnvironment(Setting.CONTAINER_CREDENTIALS_RELATIVE_URI)
            || settings.isInEnvironment(Setting.CONTAINER_CREDENTIALS_FULL_URI));
  }

  /**
   * Adds the problem that the process is not configured for any source. A process that names its
   * only source counts as configured; its settings are missing.
   */
  private static void reportNeither(Resolution settings) {
    IdentitySource only = settings.value(Setting.IDENTITY_SOURCE);
    String names =
        only == null
            ? "AWS_ROLE_ARN and AWS_WEB_IDENTITY_TOKEN_FILE, or AWS_CONTAINER_CREDENTIALS_FULL_URI"
            : only == IdentitySource.WEB_IDENTITY
                ? "AWS_ROLE_ARN and AWS_WEB_IDENTITY_TOKEN_FILE"
                : "AWS_CONTAINER_CREDENTIALS_FULL_URI and AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
    Setting<?> setting =
        only == IdentitySource.CONTAINER
            ? Setting.CONTAINER_CREDENTIALS_FULL_URI
            : Setting.ROLE_ARN;
    String found =
        only == null
            ? "none of them is set"
            : "neither is set, and "
                + nameOf(Setting.IDENTITY_SOURCE, settings)
                + " is "
                + Parser.word(only);
    Problem.Kind kind = settings.isFound(Setting.IDENTITY_SOURCE) ? MISSING : NOT_CONFIGURED;
    settings.problems().add(new Problem(kind, setting, names, null, found, HOW_TO_CONFIGURE));
  }

  // A web identity.

  /** Adds a problem if the role or the token is missing. */
  static void requireWebIdentity(Resolution settings) {
    boolean role = settings.isFound(Setting.ROLE_ARN);
    Setting<?> token =
        settings.isFound(Setting.WEB_IDENTITY_TOKEN)
            ? Setting.WEB_IDENTITY_TOKEN
            : Setting.WEB_IDENTITY_TOKEN_FILE;
    boolean besides = isContainerBeside(settings);
    if (!role && !settings.isFound(token)) {
      reportNeither(settings);
    } else if (!role) {
      settings.missing(
          Setting.ROLE_ARN,
          Setting.ROLE_ARN.label(),
          "is not set, although " + token.label() + " is",
          "set AWS_ROLE_ARN, the property aws.roleArn or roleArn(...) on the builder"
              + (token == Setting.WEB_IDENTITY_TOKEN
                  ? ""
                  : ". The webhook injects nothing into a container that presets one of the two")
              + orPodIdentity(settings, token, besides));
    } else if (!settings.isFound(token)) {
      settings.missing(
          Setting.WEB_IDENTITY_TOKEN_FILE,
          Setting.WEB_IDENTITY_TOKEN_FILE.label(),
          "is not set, although AWS_ROLE_ARN is",
          "set AWS_WEB_IDENTITY_TOKEN_FILE, the property aws.webIdentityTokenFile or"
              + " webIdentityTokenFile(...) on the builder. The webhook injects nothing into a"
              + " container that presets one of the two: remove the preset role"
              + orPodIdentity(settings, Setting.ROLE_ARN, besides));
    } else if (besides && settings.firstGiven(Part.WEB_IDENTITY) == null) {
      settings.note(
          "This process is configured for IRSA and for container credentials (EKS Pod Identity)."
              + " IRSA is used, as by the AWS SDKs; remove the annotation"
              + " eks.amazonaws.com/role-arn of the service account to use Pod Identity");
    }
  }

  private static String orPodIdentity(Resolution settings, Setting<?> half, boolean besides) {
    if (!besides) {
      return "";
    }
    return ". To use Pod Identity, which is configured as well, remove " + nameOf(half, settings);
  }

  /** Returns the identity, or null after adding a problem. */
  static @Nullable WebIdentity webIdentity(Resolution settings) {
    String name = settings.value(Setting.ROLE_SESSION_NAME);
    Duration duration = settings.value(Setting.SESSION_DURATION);
    String policy = settings.value(Setting.SESSION_POLICY);
    List<String> given = settings.value(Setting.SESSION_POLICY_ARNS);
    List<String> arns = given == null ? List.of() : given;
    RoleArn role = settings.value(Setting.ROLE_ARN);
    return role != null && name != null && settings.problems().isEmpty()
        ? new WebIdentity(
            role.text(),
            settings.value(Setting.WEB_IDENTITY_TOKEN_FILE),
            settings.value(Setting.WEB_IDENTITY_TOKEN),
            name,
            duration,
            policy,
            arns)
        : null;
  }

  /**
   * Returns the role, or null after adding a problem.
   *
   * @param isAws whether it must be a role of AWS itself
   */
  static @Nullable RoleArn role(Resolution settings, boolean isAws) {
    RoleArn role = settings.value(Setting.ROLE_ARN);
    if (role != null && isAws && !role.isOfAws()) {
      settings.problem(
          INVALID,
          Setting.ROLE_ARN,
          Value.quote(role.text()) + " does not contain a 12-digit account",
          RoleArn.EXAMPLE);
    }
    return role;
  }

  // Container credentials. The relative URI takes precedence over the full URI, and the token's
  // file over the token (botocore's order; SDK 2.x takes the token before the file).

  /** Returns the identity, or null after adding a problem. */
  static @Nullable ContainerIdentity container(Resolution settings) {
    if (!settings.isAnyFound(Part.CONTAINER)) {
      reportNeither(settings);
      return null;
    }
    boolean isUriGiven = settings.isGiven(Setting.CONTAINER_CREDENTIALS_FULL_URI);
    URI uri = uri(settings, isUriGiven);
    // A token of the environment is not sent to a URI set in code. A token set in code takes
    // precedence over all tokens of the environment.
    boolean isOfCode = isUriGiven || isTokenGiven(settings);
    Path file = ifUsed(settings, Setting.CONTAINER_AUTHORIZATION_TOKEN_FILE, isOfCode);
    boolean hasFile = isUsed(settings, Setting.CONTAINER_AUTHORIZATION_TOKEN_FILE, isOfCode);
    IdentityToken token =
        hasFile ? null : ifUsed(settings, Setting.CONTAINER_AUTHORIZATION_TOKEN, isOfCode);
    boolean hasToken = hasFile || isUsed(settings, Setting.CONTAINER_AUTHORIZATION_TOKEN, isOfCode);
    if (uri != null && !hasToken && ContainerHosts.isEksAgent(uri.getHost())) {
      reportMissingToken(settings, isUriGiven);
    }
    reportUnused(settings);
    return uri != null && settings.problems().isEmpty()
        ? new ContainerIdentity(uri, file, token)
        : null;
  }

  private static boolean isUsed(Resolution settings, Setting<?> token, boolean isOfCode) {
    return isOfCode ? settings.isGiven(token) : settings.isFound(token);
  }

  private static <T> @Nullable T ifUsed(Resolution settings, Setting<T> token, boolean isOfCode) {
    return isUsed(settings, token, isOfCode) ? settings.value(token) : null;
  }

  private static void reportMissingToken(Resolution settings, boolean isUriGiven) {
    String file =
        "the file of the projected token, usually"
            + " /var/run/secrets/pods.eks.amazonaws.com/serviceaccount/eks-pod-identity-token";
    settings.missing(
        Setting.CONTAINER_AUTHORIZATION_TOKEN_FILE,
        Setting.CONTAINER_AUTHORIZATION_TOKEN_FILE.label(),
        isUriGiven
            ? "is not used for a URI given in code, and the EKS Pod Identity agent needs a token"
            : "is not set, although the EKS Pod Identity agent is asked for credentials",
        isUriGiven
            ? "set containerAuthorizationTokenFile(...) on the builder to " + file
            : "set AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE to " + file);
  }

  private static @Nullable URI uri(Resolution settings, boolean isGiven) {
    if (!isGiven && settings.isFound(Setting.CONTAINER_CREDENTIALS_RELATIVE_URI)) {
      return relativeUri(settings);
    }
    if (!settings.isFound(Setting.CONTAINER_CREDENTIALS_FULL_URI)) {
      settings.missing(
          Setting.CONTAINER_CREDENTIALS_FULL_URI,
          "AWS_CONTAINER_CREDENTIALS_FULL_URI or AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
          "neither is set, although an authorization token for it is",
          "set AWS_CONTAINER_CREDENTIALS_FULL_URI, which EKS injects together with"
              + " AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE when a pod is created, or"
              + " containerCredentialsUri(...) on the builder");
      return null;
    }
    return settings.value(Setting.CONTAINER_CREDENTIALS_FULL_URI);
  }

  /** Returns the URI below the endpoint of ECS, or null after adding a problem. */
  private static @Nullable URI relativeUri(Resolution settings) {
    String path = settings.value(Setting.CONTAINER_CREDENTIALS_RELATIVE_URI);
    boolean isOwn = path != null && settings.isFound(Setting.CONTAINER_SERVICE_ENDPOINT);
    URI server = isOwn ? settings.value(Setting.CONTAINER_SERVICE_ENDPOINT) : null;
    if (path == null || (isOwn && server == null)) {
      return null;
    }
    String prefix = server == null ? HttpUrl.ECS : server.toString();
    int end = prefix.endsWith("/") ? prefix.length() - 1 : prefix.length();
    return URI.create(prefix.substring(0, end) + path);
  }

  /** Reports settings of STS sessions, which a container endpoint does not support. */
  private static void reportUnused(Resolution settings) {
    boolean hasPolicy = settings.isFound(Setting.SESSION_POLICY);
    if (hasPolicy || settings.isFound(Setting.SESSION_POLICY_ARNS)) {
      settings.problem(
          CONFLICT,
          hasPolicy ? Setting.SESSION_POLICY : Setting.SESSION_POLICY_ARNS,
          "is set, but a container endpoint cannot apply it",
          "remove it, or use a role of a chain (chainedRole) that has fewer permissions");
    }
    noteIgnored(settings, Setting.SESSION_DURATION, "duration");
    noteIgnored(settings, Setting.ROLE_SESSION_NAME, "name");
  }

  private static void noteIgnored(Resolution settings, Setting<?> setting, String what) {
    if (settings.isFound(setting)) {
      settings.note(
          setting.label()
              + " is ignored: the container endpoint determines the "
              + what
              + " of sessions");
    }
  }
}
