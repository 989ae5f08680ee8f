package dev.irsa.sdk.v1;

import com.amazonaws.auth.AWSSessionCredentials;
import com.amazonaws.auth.AWSSessionCredentialsProvider;
import dev.irsa.IrsaCredentials;
import dev.irsa.internal.adapter.SdkHandle;
import java.util.function.Supplier;

/** Base class of providers that are configured by a framework's types. */
abstract class ForwardingCredentialsProvider
    extends SourceCredentialsProvider<AWSSessionCredentials>
    implements AWSSessionCredentialsProvider {

  /** Replaced at most once, when the framework configures the provider; read by its threads. */
  private volatile SdkHandle<AWSSessionCredentials> session;

  /** Creates a provider with the settings of a framework. */
  ForwardingCredentialsProvider(SdkV1Types sdk, Supplier<IrsaCredentials.Builder> settings) {
    this.session = SdkHandle.open(sdk, settings);
  }

  /** Replaces the settings. */
  final void replace(SdkV1Types sdk, Supplier<IrsaCredentials.Builder> settings) {
    SdkHandle<AWSSessionCredentials> replaced = session;
    session = SdkHandle.open(sdk, settings);
    replaced.close();
  }

  @Override
  SdkHandle<AWSSessionCredentials> source() {
    return session;
  }
}
