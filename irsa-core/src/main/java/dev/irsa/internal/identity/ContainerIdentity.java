package dev.irsa.internal.identity;

import dev.irsa.credentials.IdentitySource;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The identity that an endpoint beside the container knows (EKS Pod Identity, ECS). Immutable;
 * {@link #toString()} masks the token and the secret part of the URI.
 *
 * @param uri the URI of the credentials, absolute; may contain a secret, see {@link #shownUri}
 * @param tokenFile the path of the file with the authorization token, or null
 * @param token the authorization token, or null; a secret. Only one of file and token is set, and
 *     without both the request has no {@code Authorization} field
 */
public record ContainerIdentity(URI uri, @Nullable Path tokenFile, @Nullable IdentityToken token)
    implements Identity {

  /** The path of the EKS Pod Identity agent; other servers use other paths. */
  private static final String AGENT_PATH = "/v1/credentials";

  /** Returns whether a URI names the EKS Pod Identity agent, to judge by its path. */
  public static boolean isPodIdentityAgent(URI uri) {
    return AGENT_PATH.equals(uri.getRawPath());
  }

  /** Returns a short name of the server at an endpoint, for use within a sentence. */
  static String nameOf(URI endpoint) {
    return isPodIdentityAgent(endpoint)
        ? "the EKS Pod Identity agent"
        : "the container credentials endpoint";
  }

  /**
   * Returns the URI for messages: without its query, and with its path masked unless it is the
   * agent's. At ECS the path contains an identifier, the only secret of the task.
   */
  public URI shownUri() {
    return uri.resolve(isPodIdentityAgent(uri) ? AGENT_PATH : "/***");
  }

  @Override
  public String toString() {
    return "ContainerIdentity[" + shownUri() + ", " + tokenFile + ", " + token + "]";
  }

  @Override
  public IdentitySource source() {
    return IdentitySource.CONTAINER;
  }
}
