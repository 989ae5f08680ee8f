package dev.irsa.internal.adapter;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sources that are made when first needed and thrown away when they failed or were closed: some
 * providers of the SDKs read files when they are made and keep what they found, or an error, for
 * ever. Thread-safe.
 */
final class ReplaceableSources<C> {

  private final Supplier<List<CredentialsSource<C>>> factory;
  private final AtomicReference<@Nullable List<CredentialsSource<C>>> made =
      new AtomicReference<>();

  ReplaceableSources(Supplier<List<CredentialsSource<C>>> factory) {
    this.factory = factory;
  }

  List<CredentialsSource<C>> get() {
    List<CredentialsSource<C>> known = made.get();
    if (known != null) {
      return known;
    }
    List<CredentialsSource<C>> fresh = factory.get();
    List<CredentialsSource<C>> earlier = made.compareAndExchange(null, fresh);
    if (earlier == null) {
      return fresh;
    }
    close(fresh);
    return earlier;
  }

  /** Throws these away, unless somebody did. */
  void discard(List<CredentialsSource<C>> failed) {
    if (made.compareAndSet(failed, null)) {
      close(failed);
    }
  }

  void close() {
    List<CredentialsSource<C>> known = made.getAndSet(null);
    if (known != null) {
      close(known);
    }
  }

  private static <C> void close(List<CredentialsSource<C>> sources) {
    sources.forEach(CredentialsSource::close);
  }
}
