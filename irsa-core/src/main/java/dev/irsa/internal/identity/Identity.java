package dev.irsa.internal.identity;

import dev.irsa.credentials.IdentitySource;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The identity that requests credentials. Immutable. */
public sealed interface Identity permits WebIdentity, ContainerIdentity, ChainedIdentity {

  /** Returns where the credentials come from. */
  IdentitySource source();

  /** Returns the ARN of the role, or null if only the issuer knows it. */
  @Nullable String roleArn();

  /** Returns the role session name, or null if the issuer chooses it. */
  @Nullable String roleSessionName();

  /** Returns the path of the token file, or null if the token is not in a file. */
  @Nullable Path tokenFile();

  /**
   * Returns what else the requests depend on, apart from the parameters of the session: the
   * supplier of tokens, the token, or the request for a chained role; null if there is none.
   */
  @Nullable Object parameter();

  /** Returns the requested duration of a session, or null for the default of the issuer. */
  @Nullable Duration duration();
}
