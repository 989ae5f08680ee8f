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

  CompletableFuture<SessionCredentials> credentialsAsync();

  boolean refresh();

  void invalidate(String accessKeyId);

  IrsaStatus status();

  void close();
}
