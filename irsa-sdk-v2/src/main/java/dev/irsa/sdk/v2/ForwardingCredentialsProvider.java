package dev.irsa.sdk.v2;

import dev.irsa.IrsaCredentials;
import dev.irsa.internal.adapter.SdkHandle;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/** Base class of providers that are configured by a framework's types. */
abstract class ForwardingCredentialsProvider extends SourceCredentialsProvider {

  /** Replaced at most once, when the framework configures the provider; read by its threads. */
  private volatile SdkHandle<AwsSessionCredentials> session;

  /** Creates a provider with the settings of a framework. */
  ForwardingCredentialsProvider(SdkV2Types sdk, Supplier<IrsaCredentials.Builder> settings) {
    this.session = SdkHandle.open(sdk, settings);
  }

  /** Replaces the settings. */
  final void replace(SdkV2Types sdk, Supplier<IrsaCredentials.Builder> settings) {
    SdkHandle<AwsSessionCredentials> replaced = session;
    session = SdkHandle.open(sdk, settings);
    replaced.close();
  }

  @Override
  SdkHandle<AwsSessionCredentials> source() {
    return session;
  }
}
