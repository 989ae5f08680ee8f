package dev.irsa.sdk.v2;

import dev.irsa.IrsaStatus;
import dev.irsa.adapter.CredentialsHandle;
import dev.irsa.adapter.ReopeningHandle;
import dev.irsa.identity.SessionCredentials;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** A session of the core in the SDK's types. */
final class ReopeningSession implements SessionSource {

  private final ReopeningHandle<AwsSessionCredentials> handle;

  /**
   * Takes the first handle.
   *
   * @param providerName business metric ids for the SDK's user agent
   */
  ReopeningSession(Supplier<? extends CredentialsHandle> handles, String providerName) {
    this.handle =
        new ReopeningHandle<>(
            handles, new ToSdk(providerName), new IrsaCredentialsException.OfCore());
  }

  @Override
  public AwsSessionCredentials credentials() {
    return handle.credentials();
  }

  // The future is the caller's own: what he does to it by its wider type harms nobody.
  @Override
  @SuppressWarnings("unchecked")
  public CompletableFuture<AwsCredentialsIdentity> credentialsAsync() {
    CompletableFuture<? extends AwsCredentialsIdentity> answer = handle.credentialsAsync();
    return (CompletableFuture<AwsCredentialsIdentity>) answer;
  }

  @Override
  public boolean refresh() {
    return handle.refresh();
  }

  @Override
  public void invalidate(String accessKeyId) {
    handle.invalidate(accessKeyId);
  }

  @Override
  public IrsaStatus status() {
    return handle.status();
  }

  @Override
  public void close() {
    handle.close();
  }

  /** No lambda, which would be the first of a fresh JVM. */
  private record ToSdk(String providerName)
      implements Function<SessionCredentials, AwsSessionCredentials> {
    @Override
    public AwsSessionCredentials apply(SessionCredentials session) {
      return AwsSessionCredentials.builder()
          .accessKeyId(session.accessKeyId())
          .secretAccessKey(session.secretAccessKey())
          .sessionToken(session.sessionToken())
          .expirationTime(session.expiration())
          .accountId(session.accountId())
          .providerName(providerName)
          .build();
    }
  }
}
