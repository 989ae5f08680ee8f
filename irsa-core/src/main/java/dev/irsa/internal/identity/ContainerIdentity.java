package dev.irsa.internal.identity;

import dev.irsa.credentials.IdentitySource;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The identity that an endpoint beside the container knows (EKS Pod Identity, ECS). Immutable;
 * {@link #toString()} masks the token.
 *
 * @param uri the URI of the credentials, absolute
 * @param tokenFile the path of the file with the authorization token, or null
 * @param token the authorization token, or null; a secret. Only one of file and token is set, and
 *     without both the request has no {@code Authorization} field
 */
public record ContainerIdentity(URI uri, @Nullable Path tokenFile, @Nullable IdentityToken token)
    implements Identity {

  /** The path of the EKS Pod Identity agent; other servers use other paths. */
  private static final String AGENT_PATH = "/v1/credentials";

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if the URI is not absolute, or there are two tokens
   */
  public ContainerIdentity {
    if (uri.getHost() == null || (tokenFile != null && token != null)) {
      throw new IllegalArgumentException("uri must be absolute, with one token at most");
    }
  }

  /** Returns whether a URI is that of the EKS Pod Identity agent, which is told by its path. */
  public static boolean isPodIdentityAgent(URI uri) {
    return AGENT_PATH.equals(uri.getRawPath());
  }

  @Override
  public IdentitySource source() {
    return IdentitySource.CONTAINER;
  }

  @Override
  public @Nullable String roleArn() {
    return null;
  }

  @Override
  public @Nullable String roleSessionName() {
    return null;
  }

  @Override
  public @Nullable Duration duration() {
    return null;
  }
}
