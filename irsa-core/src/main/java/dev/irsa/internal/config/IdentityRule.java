package dev.irsa.internal.config;

import static dev.irsa.internal.config.Refusal.Kind.CONFLICT;
import static dev.irsa.internal.config.Refusal.Kind.INVALID;
import static dev.irsa.internal.config.Refusal.Kind.MISSING;
import static dev.irsa.internal.config.Refusal.Kind.NOT_CONFIGURED;

import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.internal.config.Setting.Scope;
import dev.irsa.internal.identity.ChainedIdentity;
import dev.irsa.internal.identity.ContainerIdentity;
import dev.irsa.internal.identity.Identity;
import dev.irsa.internal.identity.WebIdentity;
import java.net.URI;
import java.util.ArrayList;
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
  static IdentitySource source(FoundValues found, Findings findings) {
    IdentitySource only = only(found);
    Setting<?> web = found.firstGiven(Scope.WEB_IDENTITY);
    Setting<?> container = found.firstGiven(Scope.CONTAINER);
    if (only != null) {
      Setting<?> other = only == IdentitySource.CONTAINER ? web : container;
      if (other == null || found.isGiven(Setting.IDENTITY_SOURCE)) {
        return only;
      }
      reportOther(found, only, other, findings);
      return other == web ? IdentitySource.WEB_IDENTITY : IdentitySource.CONTAINER;
    }
    if (container != null) {
      if (web != null) {
        reportBoth(found, container, web, findings);
      }
      return IdentitySource.CONTAINER;
    }
    return found.hasAny(Scope.WEB_IDENTITY) || !found.hasAny(Scope.CONTAINER)
        ? IdentitySource.WEB_IDENTITY
        : IdentitySource.CONTAINER;
  }

  /** Returns the only source to use, or null if none is named, or one that does not exist. */
  private static @Nullable IdentitySource only(FoundValues found) {
    SettingValue<?> only = found.get(Setting.IDENTITY_SOURCE);
    return only == null ? null : Setting.IDENTITY_SOURCE.parse(only, new ArrayList<>());
  }

  private static void reportOther(
      FoundValues found, IdentitySource only, Setting<?> given, Findings findings) {
    String name = nameOf(Setting.IDENTITY_SOURCE, found);
    findings.problem(
        CONFLICT,
        given,
        found.get(given),
        "is set, but " + name + " is " + Parser.word(only) + ", the only source to use",
        "unset " + name + " or remove " + nameOf(given, found) + orNameTheSource(found, given));
  }

  private static void reportBoth(
      FoundValues found, Setting<?> container, Setting<?> web, Findings findings) {
    String name = nameOf(web, found);
    findings.problem(
        CONFLICT,
        container,
        found.get(container),
        "is set together with a web identity, " + name,
        "set "
            + nameOf(container, found)
            + " or "
            + name
            + ", but not both"
            + orNameTheSource(found, container));
  }

  /** Returns how to name the source where the setting was set; empty if that is impossible. */
  private static String orNameTheSource(FoundValues found, Setting<?> given) {
    String origin = Objects.requireNonNull(found.get(given)).origin();
    String name = null;
    if (origin.equals(SettingValue.BUILDER)) {
      name = Setting.IDENTITY_SOURCE.method() + "(...)";
    } else if (origin.equals(given.frameworkKey())) {
      name = Setting.IDENTITY_SOURCE.frameworkKey();
    } else if (origin.equals(given.springProperty())) {
      name = Setting.IDENTITY_SOURCE.springProperty();
    }
    return name == null ? "" : ", or name the source with " + name;
  }

  /** Returns the name by which the user set a setting. */
  private static String nameOf(Setting<?> setting, FoundValues found) {
    String origin = Objects.requireNonNull(found.get(setting)).origin();
    return origin.equals(SettingValue.BUILDER) ? setting.method() + "(...)" : origin;
  }

  /** Returns whether the environment contains container credentials, and names no only source. */
  private static boolean isContainerBeside(FoundValues found) {
    return !found.has(Setting.IDENTITY_SOURCE)
        && (found.isInEnvironment(Setting.CONTAINER_CREDENTIALS_RELATIVE_URI)
            || found.isInEnvironment(Setting.CONTAINER_CREDENTIALS_FULL_URI));
  }

  /**
   * Adds the problem that the process is not configured for any source. A process that names its
   * only source counts as configured; its settings are missing.
   */
  private static void reportNeither(FoundValues found, Findings findings) {
    IdentitySource only = only(found);
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
    String what =
        only == null
            ? "none of them is set"
            : "neither is set, and "
                + nameOf(Setting.IDENTITY_SOURCE, found)
                + " is "
                + Parser.word(only);
    Refusal.Kind kind = found.has(Setting.IDENTITY_SOURCE) ? MISSING : NOT_CONFIGURED;
    findings.add(new SettingProblem(kind, setting, names, null, what, HOW_TO_CONFIGURE));
  }

  // A web identity.

  /** Adds a problem if the role or the token is missing. */
  static void requireWebIdentity(FoundValues found, Findings findings) {
    boolean role = found.has(Setting.ROLE_ARN);
    Setting<?> token =
        found.has(Setting.WEB_IDENTITY_TOKEN)
            ? Setting.WEB_IDENTITY_TOKEN
            : Setting.WEB_IDENTITY_TOKEN_FILE;
    boolean besides = isContainerBeside(found);
    if (!role && !found.has(token)) {
      reportNeither(found, findings);
    } else if (!role) {
      findings.missing(
          Setting.ROLE_ARN,
          Setting.ROLE_ARN.label(),
          "is not set, although " + token.label() + " is",
          "set AWS_ROLE_ARN, the property aws.roleArn or roleArn(...) on the builder"
              + (token == Setting.WEB_IDENTITY_TOKEN
                  ? ""
                  : ". The webhook injects nothing into a container that presets one of the two")
              + orPodIdentity(found, token, besides));
    } else if (!found.has(token)) {
      findings.missing(
          Setting.WEB_IDENTITY_TOKEN_FILE,
          Setting.WEB_IDENTITY_TOKEN_FILE.label(),
          "is not set, although AWS_ROLE_ARN is",
          "set AWS_WEB_IDENTITY_TOKEN_FILE, the property aws.webIdentityTokenFile or"
              + " webIdentityTokenFile(...) on the builder. The webhook injects nothing into a"
              + " container that presets one of the two: remove the preset role"
              + orPodIdentity(found, Setting.ROLE_ARN, besides));
    } else if (besides && found.firstGiven(Scope.WEB_IDENTITY) == null) {
      findings.note(
          "This process is configured for IRSA and for container credentials (EKS Pod Identity)."
              + " IRSA is used, as by the AWS SDKs; remove the annotation"
              + " eks.amazonaws.com/role-arn of the service account to use Pod Identity");
    }
  }

  private static String orPodIdentity(FoundValues found, Setting<?> half, boolean besides) {
    if (!besides) {
      return "";
    }
    return ". To use Pod Identity, which is configured as well, remove " + nameOf(half, found);
  }

  /**
   * Returns the identity, or null if a part of it is missing.
   *
   * @param chained the request for a chained role, or null for a web identity
   */
  static @Nullable Identity ofRole(ParsedValues parsed, @Nullable RoleRequest chained) {
    RoleArn role = parsed.get(Setting.ROLE_ARN);
    String name = parsed.get(Setting.ROLE_SESSION_NAME);
    if (role == null || name == null) {
      return null;
    }
    if (chained != null) {
      return new ChainedIdentity(role.text(), name, chained);
    }
    List<String> arns = parsed.get(Setting.SESSION_POLICY_ARNS);
    return new WebIdentity(
        role.text(),
        parsed.get(Setting.WEB_IDENTITY_TOKEN_FILE),
        parsed.get(Setting.WEB_IDENTITY_TOKEN),
        name,
        parsed.get(Setting.SESSION_DURATION),
        parsed.get(Setting.SESSION_POLICY),
        arns == null ? List.of() : arns);
  }

  /** Adds a problem if the role is not one of AWS itself, whose STS is called. */
  static void requireRoleOfAws(ParsedValues parsed, Findings findings) {
    RoleArn role = parsed.get(Setting.ROLE_ARN);
    if (role != null && !role.isOfAws()) {
      findings.problem(
          INVALID,
          Setting.ROLE_ARN,
          parsed.at(Setting.ROLE_ARN),
          SettingValue.quote(role.text()) + " does not contain a 12-digit account",
          RoleArn.EXAMPLE);
    }
  }

  // Container credentials.

  /**
   * Chooses the values of container credentials. The relative URI takes precedence over the full
   * URI, and the token's file over the token (botocore's order; SDK 2.x takes the token before the
   * file). A token of the environment is not sent to a URI set in code. A token set in code takes
   * precedence over all tokens of the environment.
   */
  static FoundValues chooseContainer(FoundValues found) {
    boolean isUriGiven = found.isGiven(Setting.CONTAINER_CREDENTIALS_FULL_URI);
    boolean isOfCode =
        isUriGiven
            || found.isGiven(Setting.CONTAINER_AUTHORIZATION_TOKEN_FILE)
            || found.isGiven(Setting.CONTAINER_AUTHORIZATION_TOKEN);
    boolean isRelative = !isUriGiven && found.has(Setting.CONTAINER_CREDENTIALS_RELATIVE_URI);
    SettingValue<?> file = tokenOf(found, Setting.CONTAINER_AUTHORIZATION_TOKEN_FILE, isOfCode);
    SettingValue<?> token = tokenOf(found, Setting.CONTAINER_AUTHORIZATION_TOKEN, isOfCode);
    Setting<?> unused =
        isRelative
            ? Setting.CONTAINER_CREDENTIALS_FULL_URI
            : Setting.CONTAINER_CREDENTIALS_RELATIVE_URI;
    SettingValue<?> server = found.get(Setting.CONTAINER_SERVICE_ENDPOINT);
    return found
        .neededBy(IdentitySource.CONTAINER)
        .with(unused, null)
        .with(Setting.CONTAINER_SERVICE_ENDPOINT, isRelative ? server : null)
        .with(Setting.CONTAINER_AUTHORIZATION_TOKEN_FILE, file)
        .with(Setting.CONTAINER_AUTHORIZATION_TOKEN, file == null ? token : null);
  }

  private static @Nullable SettingValue<?> tokenOf(
      FoundValues found, Setting<?> setting, boolean isOfCode) {
    return isOfCode && !found.isGiven(setting) ? null : found.get(setting);
  }

  /** Returns the identity, or null after adding a problem. */
  static @Nullable ContainerIdentity container(
      FoundValues found, FoundValues needed, ParsedValues parsed, Findings findings) {
    if (!found.hasAny(Scope.CONTAINER)) {
      reportNeither(found, findings);
      return null;
    }
    if (!needed.has(Setting.CONTAINER_CREDENTIALS_RELATIVE_URI)
        && !needed.has(Setting.CONTAINER_CREDENTIALS_FULL_URI)) {
      findings.missing(
          Setting.CONTAINER_CREDENTIALS_FULL_URI,
          "AWS_CONTAINER_CREDENTIALS_FULL_URI or AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
          "neither is set, although an authorization token for it is",
          "set AWS_CONTAINER_CREDENTIALS_FULL_URI, which EKS injects together with"
              + " AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE when a pod is created, or"
              + " containerCredentialsUri(...) on the builder");
    }
    URI uri = uri(parsed);
    boolean hasToken =
        needed.has(Setting.CONTAINER_AUTHORIZATION_TOKEN_FILE)
            || needed.has(Setting.CONTAINER_AUTHORIZATION_TOKEN);
    if (uri != null && !hasToken && ContainerHosts.isEksAgent(uri.getHost())) {
      reportMissingToken(found.isGiven(Setting.CONTAINER_CREDENTIALS_FULL_URI), findings);
    }
    reportUnused(found, findings);
    return uri != null && findings.problems().isEmpty()
        ? new ContainerIdentity(
            uri,
            parsed.get(Setting.CONTAINER_AUTHORIZATION_TOKEN_FILE),
            parsed.get(Setting.CONTAINER_AUTHORIZATION_TOKEN))
        : null;
  }

  private static void reportMissingToken(boolean isUriGiven, Findings findings) {
    String file =
        "the file of the projected token, usually"
            + " /var/run/secrets/pods.eks.amazonaws.com/serviceaccount/eks-pod-identity-token";
    findings.missing(
        Setting.CONTAINER_AUTHORIZATION_TOKEN_FILE,
        Setting.CONTAINER_AUTHORIZATION_TOKEN_FILE.label(),
        isUriGiven
            ? "is not used for a URI given in code, and the EKS Pod Identity agent needs a token"
            : "is not set, although the EKS Pod Identity agent is asked for credentials",
        isUriGiven
            ? "set containerAuthorizationTokenFile(...) on the builder to " + file
            : "set AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE to " + file);
  }

  /** Returns the full URI, or the relative one below the endpoint of ECS; null if it is missing. */
  private static @Nullable URI uri(ParsedValues parsed) {
    String path = parsed.get(Setting.CONTAINER_CREDENTIALS_RELATIVE_URI);
    if (path == null) {
      return parsed.get(Setting.CONTAINER_CREDENTIALS_FULL_URI);
    }
    URI server = parsed.get(Setting.CONTAINER_SERVICE_ENDPOINT);
    String prefix = server == null ? HttpUrl.ECS : server.toString();
    int end = prefix.endsWith("/") ? prefix.length() - 1 : prefix.length();
    return URI.create(prefix.substring(0, end) + path);
  }

  /** Reports settings of STS sessions, which a container endpoint does not support. */
  private static void reportUnused(FoundValues found, Findings findings) {
    boolean hasPolicy = found.has(Setting.SESSION_POLICY);
    if (hasPolicy || found.has(Setting.SESSION_POLICY_ARNS)) {
      Setting<?> policy = hasPolicy ? Setting.SESSION_POLICY : Setting.SESSION_POLICY_ARNS;
      findings.problem(
          CONFLICT,
          policy,
          found.get(policy),
          "is set, but a container endpoint cannot apply it",
          "remove it, or use a role of a chain (chainedRole) that has fewer permissions");
    }
    noteIgnored(found, Setting.SESSION_DURATION, "duration", findings);
    noteIgnored(found, Setting.ROLE_SESSION_NAME, "name", findings);
    if (found.has(Setting.STS_SPARE)) {
      findings.note(
          Setting.STS_SPARE.label()
              + " is ignored for the pod's own role, whose credentials come from the container"
              + " endpoint; roles that it assumes and tokens for others use it");
    }
  }

  private static void noteIgnored(
      FoundValues found, Setting<?> setting, String what, Findings findings) {
    if (found.has(setting)) {
      findings.note(
          setting.label()
              + " is ignored: the container endpoint determines the "
              + what
              + " of sessions");
    }
  }
}
