package dev.irsa.internal.identity;

import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.RoleRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A role to be assumed with the credentials of another session. Immutable.
 *
 * @param roleArn the role to assume
 * @param roleSessionName the role session name
 * @param request the other parameters of the session
 */
public record ChainedIdentity(String roleArn, String roleSessionName, RoleRequest request)
    implements Identity {

  @Override
  public IdentitySource source() {
    return IdentitySource.CHAINED_ROLE;
  }

  @Override
  public @Nullable Duration duration() {
    return request.sessionDuration();
  }
}
