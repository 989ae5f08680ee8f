package dev.irsa.sdk.v2;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * Providers of the SDK that are made when first needed and thrown away when they failed or were
 * closed: some read files when they are made and keep what they found, or an error, for ever.
 */
final class ReplaceableProviders {

  private final Supplier<List<AwsCredentialsProvider>> factory;
  private final AtomicReference<@Nullable List<AwsCredentialsProvider>> made =
      new AtomicReference<>();

  ReplaceableProviders(Supplier<List<AwsCredentialsProvider>> factory) {
    this.factory = factory;
  }

  List<AwsCredentialsProvider> get() {
    List<AwsCredentialsProvider> known = made.get();
    if (known != null) {
      return known;
    }
    List<AwsCredentialsProvider> fresh = factory.get();
    List<AwsCredentialsProvider> earlier = made.compareAndExchange(null, fresh);
    if (earlier == null) {
      return fresh;
    }
    close(fresh);
    return earlier;
  }

  /** Throws these away, unless somebody did. */
  void discard(List<AwsCredentialsProvider> failed) {
    if (made.compareAndSet(failed, null)) {
      close(failed);
    }
  }

  void close() {
    List<AwsCredentialsProvider> known = made.getAndSet(null);
    if (known != null) {
      close(known);
    }
  }

  private static void close(List<AwsCredentialsProvider> providers) {
    for (AwsCredentialsProvider provider : providers) {
      if (provider instanceof SdkAutoCloseable closeable) {
        closeable.close();
      }
    }
  }
}
