package dev.irsa.internal.identity;

import dev.irsa.credentials.IdentitySource;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The identity that requests credentials. Immutable. */
public sealed interface Identity
    permits WebIdentity, ContainerIdentity, ChainedIdentity, OutboundTokenIdentity {

  /** Returns where the credentials come from. */
  IdentitySource source();

  /** Returns the ARN of the role, or null if only the issuer knows it. */
  default @Nullable String roleArn() {
    return null;
  }

  /** Returns the role session name, or null if the issuer chooses it. */
  default @Nullable String roleSessionName() {
    return null;
  }

  /** Returns the path of the token file, or null if the token is not in a file. */
  default @Nullable Path tokenFile() {
    return null;
  }

  /** Returns the requested duration of a session, or null for the default of the issuer. */
  default @Nullable Duration duration() {
    return null;
  }
}
