package dev.irsa.sdk.v1;

import com.amazonaws.auth.AWSSessionCredentials;
import com.amazonaws.auth.AWSSessionCredentialsProvider;
import dev.irsa.internal.adapter.CredentialsSource;
import dev.irsa.internal.adapter.HandleSettings;
import java.util.function.Supplier;

/**
 * Base class of providers that are configured by a framework's types. Delegates to an {@link
 * IrsaCredentialsProvider}.
 */
abstract class ForwardingCredentialsProvider
    extends SourceCredentialsProvider<AWSSessionCredentials>
    implements AWSSessionCredentialsProvider {

  /** Replaced at most once, when the framework configures the provider; read by its threads. */
  private volatile IrsaCredentialsProvider provider;

  /** Creates a provider with the settings of a framework. */
  ForwardingCredentialsProvider(Supplier<HandleSettings> settings) {
    this.provider = new IrsaCredentialsProvider(settings);
  }

  /** Replaces the settings. */
  final void replace(Supplier<HandleSettings> settings) {
    IrsaCredentialsProvider replaced = provider;
    provider = new IrsaCredentialsProvider(settings);
    replaced.close();
  }

  @Override
  CredentialsSource<AWSSessionCredentials> source() {
    return provider.source();
  }
}
