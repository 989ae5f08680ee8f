package dev.irsa.sdk.v2;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.Identity;
import software.amazon.awssdk.identity.spi.ResolveIdentityRequest;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** What a framework's types configure; all else is done by the provider that came of it. */
abstract class ForwardingCredentialsProvider implements AwsCredentialsProvider, SdkAutoCloseable {

  /** Written once more at most, by the framework that configures; read by its threads. */
  private volatile IrsaCredentialsProvider provider;

  ForwardingCredentialsProvider(Map<String, String> settings) {
    this.provider = make(settings);
  }

  final void replace(Map<String, String> settings) {
    IrsaCredentialsProvider replaced = provider;
    provider = make(settings);
    replaced.close();
  }

  private static IrsaCredentialsProvider make(Map<String, String> settings) {
    return IrsaCredentialsProvider.builder()
        .configure(new ProviderSettings(settings)::applyTo)
        .build();
  }

  /** As {@link IrsaCredentialsProvider#resolveCredentials}. */
  @Override
  public AwsCredentials resolveCredentials() {
    return provider.resolveCredentials();
  }

  /** As {@link IrsaCredentialsProvider#resolveIdentity(ResolveIdentityRequest)}. */
  @Override
  public CompletableFuture<AwsCredentialsIdentity> resolveIdentity(ResolveIdentityRequest request) {
    return provider.resolveIdentity(request);
  }

  /** As {@link IrsaCredentialsProvider#invalidate(Identity)}. */
  public CompletableFuture<Void> invalidate(Identity identity) {
    return provider.invalidate(identity);
  }

  /** As {@link IrsaCredentialsProvider#close}. */
  @Override
  public void close() {
    provider.close();
  }

  @Override
  public String toString() {
    return getClass().getSimpleName();
  }
}
