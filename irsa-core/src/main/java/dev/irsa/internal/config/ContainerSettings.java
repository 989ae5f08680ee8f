package dev.irsa.internal.config;

import dev.irsa.internal.identity.ContainerHosts;
import dev.irsa.internal.identity.ContainerIdentity;
import dev.irsa.internal.identity.IdentityToken;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads and checks the settings of container credentials. Adds problems to the lookup. What is
 * given in code goes first; in the environment the relative URI goes before the full one, and the
 * token's file before the token (botocore's order; SDK 2.x takes the token before the file).
 */
final class ContainerSettings {

  private static final String DEFAULT_SERVICE_ENDPOINT = "http://169.254.170.2";
  private static final String FULL_URI = "a URL such as http://169.254.170.23/v1/credentials";
  private static final String SERVICE_ENDPOINT = "a URL such as " + DEFAULT_SERVICE_ENDPOINT;

  private final SettingLookup lookup;
  private final IdentitySettings paths;

  ContainerSettings(SettingLookup lookup, IdentitySettings paths) {
    this.lookup = lookup;
    this.paths = paths;
  }

  /** Returns whether code sets container credentials, even partly. */
  boolean isGivenInCode() {
    return lookup.overridden(Setting.CONTAINER_CREDENTIALS_FULL_URI) != null
        || isTokenGivenInCode();
  }

  private boolean isTokenGivenInCode() {
    return lookup.overridden(Setting.CONTAINER_AUTHORIZATION_TOKEN_FILE) != null
        || lookup.overridden(Setting.CONTAINER_AUTHORIZATION_TOKEN) != null;
  }

  /** Returns whether container credentials are configured, even partly. */
  boolean isConfigured() {
    return isGivenInCode()
        || lookup.inEnvironment(Setting.CONTAINER_AUTHORIZATION_TOKEN_FILE) != null
        || lookup.inEnvironment(Setting.CONTAINER_AUTHORIZATION_TOKEN) != null
        || hasUriInEnvironment();
  }

  /** Returns whether the environment contains the URI of the credentials. */
  boolean hasUriInEnvironment() {
    return lookup.inEnvironment(Setting.CONTAINER_CREDENTIALS_RELATIVE_URI) != null
        || lookup.inEnvironment(Setting.CONTAINER_CREDENTIALS_FULL_URI) != null;
  }

  /** Returns the identity, or null after adding a problem. */
  @Nullable ContainerIdentity read() {
    boolean uriInCode = lookup.overridden(Setting.CONTAINER_CREDENTIALS_FULL_URI) != null;
    URI uri = uri();
    boolean onlyCode = uriInCode || isTokenGivenInCode();
    SettingValue file = token(Setting.CONTAINER_AUTHORIZATION_TOKEN_FILE, onlyCode);
    SettingValue token =
        file == null ? token(Setting.CONTAINER_AUTHORIZATION_TOKEN, onlyCode) : null;
    Path path = paths.path(Setting.CONTAINER_AUTHORIZATION_TOKEN_FILE, file);
    IdentityToken value = token == null ? null : token(token);
    if (uri == null || (file != null && path == null) || (token != null && value == null)) {
      return null;
    }
    if (path == null && value == null && ContainerHosts.isEksAgent(uri.getHost())) {
      reportMissingToken(uriInCode);
      return null;
    }
    return new ContainerIdentity(uri, path, value);
  }

  private void reportMissingToken(boolean uriInCode) {
    String file =
        "the file of the projected token, usually"
            + " /var/run/secrets/pods.eks.amazonaws.com/serviceaccount/eks-pod-identity-token";
    lookup.problem(
        Setting.CONTAINER_AUTHORIZATION_TOKEN_FILE,
        null,
        uriInCode
            ? "is not used for a URI given in code, and the EKS Pod Identity agent needs a token"
            : "is not set, although the EKS Pod Identity agent is asked for credentials",
        uriInCode
            ? "set containerAuthorizationTokenFile(...) on the builder to " + file
            : "set AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE to " + file);
  }

  private @Nullable URI uri() {
    SettingValue given = lookup.overridden(Setting.CONTAINER_CREDENTIALS_FULL_URI);
    SettingValue relative =
        given == null ? lookup.inEnvironment(Setting.CONTAINER_CREDENTIALS_RELATIVE_URI) : null;
    if (relative != null) {
      lookup.noteOrigin(Setting.CONTAINER_CREDENTIALS_RELATIVE_URI, relative);
      return relativeUri(relative);
    }
    SettingValue full = lookup.find(Setting.CONTAINER_CREDENTIALS_FULL_URI);
    if (full == null) {
      lookup.problem(
          "AWS_CONTAINER_CREDENTIALS_FULL_URI or AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
          null,
          "neither is set, although an authorization token for it is",
          "set AWS_CONTAINER_CREDENTIALS_FULL_URI, which EKS injects together with"
              + " AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE when a pod is created, or"
              + " containerCredentialsUri(...) on the builder");
      return null;
    }
    return allowed(
        Setting.CONTAINER_CREDENTIALS_FULL_URI,
        full,
        HttpUrl.parse(lookup, Setting.CONTAINER_CREDENTIALS_FULL_URI, full, FULL_URI));
  }

  /** Returns the URI below the endpoint of ECS, or null after adding a problem. */
  private @Nullable URI relativeUri(SettingValue relative) {
    Setting setting = Setting.CONTAINER_CREDENTIALS_RELATIVE_URI;
    String path = relative.text();
    if (!isPath(path)) {
      lookup.problem(
          setting,
          relative,
          "its value (not shown) is not a path",
          "begin it with one /, such as /v2/credentials/<id>; for a URI with a host use"
              + " AWS_CONTAINER_CREDENTIALS_FULL_URI");
      return null;
    }
    SettingValue endpoint = lookup.find(Setting.CONTAINER_SERVICE_ENDPOINT);
    SettingValue base =
        endpoint == null
            ? new SettingValue(DEFAULT_SERVICE_ENDPOINT, SettingLookup.DEFAULT)
            : endpoint;
    URI server =
        allowed(
            Setting.CONTAINER_SERVICE_ENDPOINT,
            base,
            HttpUrl.parse(lookup, Setting.CONTAINER_SERVICE_ENDPOINT, base, SERVICE_ENDPOINT));
    if (server == null) {
      return null;
    }
    String prefix = server.toString();
    int end = prefix.endsWith("/") ? prefix.length() - 1 : prefix.length();
    return URI.create(prefix.substring(0, end) + path);
  }

  /** Returns whether a text is a path, perhaps with a query, that cannot change the host. */
  private static boolean isPath(String text) {
    try {
      return text.startsWith("/")
          && !text.startsWith("//")
          && new URI(text).getRawFragment() == null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /**
   * Returns the URI if its host may get the token, otherwise null after adding a problem. A name is
   * checked when it is resolved.
   */
  private @Nullable URI allowed(Setting setting, SettingValue value, @Nullable URI uri) {
    if (uri == null || !HttpUrl.isPlain(uri)) {
      return uri;
    }
    InetAddress address = ContainerHosts.literal(uri.getHost());
    return address == null || ContainerHosts.isAllowed(address)
        ? uri
        : HttpUrl.refuse(
            lookup,
            setting,
            value,
            "is plain http to a host beyond this node: the token and the credentials would be sent"
                + " in clear text",
            "use " + ContainerHosts.ALLOWED);
  }

  /**
   * Returns the setting of a token, or null.
   *
   * @param onlyCode whether the environment is ignored: if the URI is given in code, a token of the
   *     environment is not sent to it, and a token given in code goes before any of the environment
   */
  private @Nullable SettingValue token(Setting setting, boolean onlyCode) {
    SettingValue given = lookup.overridden(setting);
    SettingValue value = given != null || onlyCode ? given : lookup.inEnvironment(setting);
    if (value != null) {
      lookup.noteOrigin(setting, value);
    }
    return value;
  }

  private @Nullable IdentityToken token(SettingValue value) {
    try {
      return new IdentityToken(value.text());
    } catch (IllegalArgumentException e) {
      lookup.problem(
          Setting.CONTAINER_AUTHORIZATION_TOKEN,
          value,
          "has "
              + value.text().length()
              + " characters, or some that a header may not contain"
              + " (not shown)",
          "use at most 20,000 ASCII characters on one line");
      return null;
    }
  }
}
