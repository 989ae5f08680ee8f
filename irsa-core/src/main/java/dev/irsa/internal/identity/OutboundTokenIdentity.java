package dev.irsa.internal.identity;

import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.OutboundTokenRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A role for which STS signs a token that others accept. Immutable.
 *
 * @param roleArn the role whose credentials sign the request, or null if only their issuer knows it
 * @param request the audiences and the other parameters of the token
 */
public record OutboundTokenIdentity(@Nullable String roleArn, OutboundTokenRequest request)
    implements Identity {

  @Override
  public IdentitySource source() {
    return IdentitySource.OUTBOUND_TOKEN;
  }

  @Override
  public Duration duration() {
    return request.duration();
  }

  /** Returns the audiences for use within a sentence. */
  public String audiences() {
    return String.join(", ", request.audiences());
  }
}
