package dev.irsa.sdk.v1;

import dev.irsa.IrsaStatus;
import dev.irsa.identity.SessionCredentials;

/**
 * What the adapter needs of {@link dev.irsa.IrsaCredentials}: a strict handle, which throws {@link
 * IllegalStateException} once it is closed.
 */
interface CredentialsHandle {

  SessionCredentials credentials();

  boolean refresh();

  void invalidate(String accessKeyId);

  IrsaStatus status();

  void close();
}
