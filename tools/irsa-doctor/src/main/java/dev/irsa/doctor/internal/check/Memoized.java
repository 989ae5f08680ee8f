package dev.irsa.doctor.internal.check;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value that is computed once, at its first use. Used by one thread. */
final class Memoized<T> implements Supplier<T> {

  private final Supplier<T> source;
  private @Nullable T value;

  Memoized(Supplier<T> source) {
    this.source = source;
  }

  @Override
  public T get() {
    T known = value;
    if (known == null) {
      known = source.get();
      value = known;
    }
    return known;
  }
}
