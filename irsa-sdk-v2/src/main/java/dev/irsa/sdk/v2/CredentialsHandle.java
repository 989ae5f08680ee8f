package dev.irsa.sdk.v2;

import dev.irsa.IrsaStatus;
import dev.irsa.identity.SessionCredentials;
import java.util.concurrent.CompletableFuture;

/**
 * What the adapter needs of {@link dev.irsa.IrsaCredentials}: a strict handle, which throws {@link
 * IllegalStateException} once it is closed.
 */
interface CredentialsHandle {

  SessionCredentials credentials();

  /** Never throws: a closed handle says so through the future, too. */
  CompletableFuture<SessionCredentials> credentialsAsync();

  boolean refresh();

  void invalidate(String accessKeyId);

  IrsaStatus status();

  void close();
}
