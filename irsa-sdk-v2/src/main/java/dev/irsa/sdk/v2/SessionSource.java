package dev.irsa.sdk.v2;

import dev.irsa.IrsaStatus;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * Where a provider's credentials come from, in the SDK's types and exceptions. Closing gives back
 * what was taken; a later call takes it again.
 */
interface SessionSource {

  AwsCredentials credentials();

  /** Never blocks and never throws; every call gets a future of its own. */
  CompletableFuture<? extends AwsCredentialsIdentity> credentialsAsync();

  /** As {@link #credentialsAsync}, in the SDK's type. */
  // What a caller does to his own future by its wider type harms nobody.
  @SuppressWarnings("unchecked")
  static CompletableFuture<AwsCredentialsIdentity> identity(SessionSource session) {
    return (CompletableFuture<AwsCredentialsIdentity>) session.credentialsAsync();
  }

  boolean refresh();

  void invalidate(String accessKeyId);

  IrsaStatus status();

  void close();
}
