package dev.irsa.sdk.v2;

import dev.irsa.internal.adapter.ProviderSettings;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
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

  ForwardingCredentialsProvider(Supplier<ProviderSettings> settings) {
    this.provider = IrsaCredentialsProvider.builder(settings).build();
  }

  final void replace(Supplier<ProviderSettings> settings) {
    IrsaCredentialsProvider replaced = provider;
    provider = IrsaCredentialsProvider.builder(settings).build();
    replaced.close();
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
