package dev.irsa.sdk.v2;

import dev.irsa.internal.adapter.CredentialsSource;
import dev.irsa.internal.adapter.Futures;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** A provider of the SDK in a chain. Its calls may block. It cannot be refreshed. */
record SdkProvider(AwsCredentialsProvider provider) implements CredentialsSource<AwsCredentials> {

  /** Wraps providers of the SDK. */
  static List<CredentialsSource<AwsCredentials>> all(AwsCredentialsProvider... providers) {
    return Stream.of(providers).<CredentialsSource<AwsCredentials>>map(SdkProvider::new).toList();
  }

  @Override
  public String name() {
    return provider.getClass().getSimpleName();
  }

  @Override
  public AwsCredentials credentials() {
    return provider.resolveCredentials();
  }

  @Override
  public CompletableFuture<AwsCredentials> credentialsAsync() {
    return Futures.inBackground(provider::resolveCredentials);
  }

  @Override
  public boolean refresh() {
    return false;
  }

  @Override
  public void close() {
    if (provider instanceof SdkAutoCloseable closeable) {
      closeable.close();
    }
  }
}
