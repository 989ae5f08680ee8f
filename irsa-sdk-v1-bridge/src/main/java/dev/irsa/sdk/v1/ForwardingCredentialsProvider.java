package dev.irsa.sdk.v1;

import com.amazonaws.auth.AWSSessionCredentials;
import com.amazonaws.auth.AWSSessionCredentialsProvider;
import dev.irsa.internal.adapter.ProviderSettings;
import java.io.Closeable;
import java.util.function.Supplier;

/** What a framework's types configure; all else is done by the provider that came of it. */
abstract class ForwardingCredentialsProvider implements AWSSessionCredentialsProvider, Closeable {

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

  /** As {@link IrsaCredentialsProvider#getCredentials}. */
  @Override
  public AWSSessionCredentials getCredentials() {
    return provider.getCredentials();
  }

  /** As {@link IrsaCredentialsProvider#refresh}. */
  @Override
  public void refresh() {
    provider.refresh();
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
