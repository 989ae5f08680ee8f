package dev.irsa.sdk.v1;

import com.amazonaws.auth.AWSSessionCredentials;
import com.amazonaws.auth.AWSSessionCredentialsProvider;
import java.io.Closeable;
import java.util.Map;

/** What a framework's types configure; all else is done by the provider that came of it. */
abstract class ForwardingCredentialsProvider implements AWSSessionCredentialsProvider, Closeable {

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
