package dev.irsa.sdk.v1;

import com.amazonaws.auth.AWSCredentials;
import com.amazonaws.auth.AWSCredentialsProvider;
import dev.irsa.internal.adapter.CredentialsSource;
import dev.irsa.internal.adapter.Futures;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** A provider of the SDK in a chain. Its calls may block. It does not have to be closed. */
record SdkProvider(AWSCredentialsProvider provider) implements CredentialsSource<AWSCredentials> {

  /** Wraps providers of the SDK. */
  static List<CredentialsSource<AWSCredentials>> all(AWSCredentialsProvider... providers) {
    return Stream.of(providers).<CredentialsSource<AWSCredentials>>map(SdkProvider::new).toList();
  }

  @Override
  public String name() {
    return provider.getClass().getSimpleName();
  }

  @Override
  public AWSCredentials credentials() {
    return provider.getCredentials();
  }

  @Override
  public CompletableFuture<AWSCredentials> credentialsAsync() {
    return Futures.inBackground(provider::getCredentials);
  }

  @Override
  public boolean refresh() {
    provider.refresh();
    return true;
  }

  @Override
  public void close() {}
}
