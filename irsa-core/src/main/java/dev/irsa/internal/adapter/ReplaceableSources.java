package dev.irsa.internal.adapter;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sources that are created when they are needed and discarded after they failed or were closed.
 * Some providers of the SDKs read files when they are created, and keep the content or the error
 * forever. Thread-safe.
 */
final class ReplaceableSources<C> {

  private final Supplier<List<CredentialsSource<C>>> factory;
  private final AtomicReference<@Nullable List<CredentialsSource<C>>> current =
      new AtomicReference<>();

  ReplaceableSources(Supplier<List<CredentialsSource<C>>> factory) {
    this.factory = factory;
  }

  /** Returns the sources, and creates them if necessary. */
  List<CredentialsSource<C>> get() {
    List<CredentialsSource<C>> existing = current.get();
    if (existing != null) {
      return existing;
    }
    List<CredentialsSource<C>> created = factory.get();
    List<CredentialsSource<C>> earlier = current.compareAndExchange(null, created);
    if (earlier == null) {
      return created;
    }
    close(created);
    return earlier;
  }

  /** Discards the sources, unless they were already discarded. */
  void discard(List<CredentialsSource<C>> failed) {
    if (current.compareAndSet(failed, null)) {
      close(failed);
    }
  }

  /** Closes and discards the sources. */
  void close() {
    List<CredentialsSource<C>> existing = current.getAndSet(null);
    if (existing != null) {
      close(existing);
    }
  }

  private static <C> void close(List<CredentialsSource<C>> sources) {
    sources.forEach(CredentialsSource::close);
  }
}
