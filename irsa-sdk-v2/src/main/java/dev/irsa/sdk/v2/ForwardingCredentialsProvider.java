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

/**
 * Base class of providers that are configured by a framework's types. Delegates to an {@link
 * IrsaCredentialsProvider}.
 */
abstract class ForwardingCredentialsProvider implements AwsCredentialsProvider, SdkAutoCloseable {

  /** Replaced at most once, when the framework configures the provider; read by its threads. */
  private volatile IrsaCredentialsProvider provider;

  /** Creates a provider with the settings of a framework. */
  ForwardingCredentialsProvider(Supplier<ProviderSettings> settings) {
    this.provider = IrsaCredentialsProvider.builder(settings).build();
  }

  /** Replaces the settings. */
  final void replace(Supplier<ProviderSettings> settings) {
    IrsaCredentialsProvider replaced = provider;
    provider = IrsaCredentialsProvider.builder(settings).build();
    replaced.close();
  }

  /** Returns credentials; see {@link IrsaCredentialsProvider#resolveCredentials}. */
  @Override
  public AwsCredentials resolveCredentials() {
    return provider.resolveCredentials();
  }

  /**
   * Returns a future for the credentials; see {@link
   * IrsaCredentialsProvider#resolveIdentity(ResolveIdentityRequest)}.
   */
  @Override
  public CompletableFuture<AwsCredentialsIdentity> resolveIdentity(ResolveIdentityRequest request) {
    return provider.resolveIdentity(request);
  }

  /** Reports rejected credentials; see {@link IrsaCredentialsProvider#invalidate(Identity)}. */
  public CompletableFuture<Void> invalidate(Identity identity) {
    return provider.invalidate(identity);
  }

  /** Closes the provider; see {@link IrsaCredentialsProvider#close}. */
  @Override
  public void close() {
    provider.close();
  }

  @Override
  public String toString() {
    return getClass().getSimpleName();
  }
}
