package dev.irsa.doctor.internal.check;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value, or the reason why it is missing. It is obtained once, when it is first used. Used by one
 * thread.
 */
final class Lazy<T> {

  private final Supplier<T> source;
  private @Nullable T value;
  private @Nullable MissingEvidenceException missing;

  /**
   * Creates a value that is obtained when it is first used.
   *
   * @param source throws {@link MissingEvidenceException} if the value is missing
   */
  Lazy(Supplier<T> source) {
    this.source = source;
  }

  /**
   * Returns a value that a new thread obtains from now on.
   *
   * @param prepared makes the call, unless the value is missing. The call has its own time limit
   */
  static <T> Lazy<T> inBackground(String name, Supplier<Supplier<T>> prepared) {
    Supplier<T> call;
    try {
      call = prepared.get();
    } catch (MissingEvidenceException e) {
      return new Lazy<>(
          () -> {
            throw e;
          });
    }
    CompletableFuture<T> result =
        CompletableFuture.supplyAsync(call, task -> start("irsa-doctor-" + name, task));
    return new Lazy<>(
        () -> {
          try {
            return result.join();
          } catch (CompletionException e) {
            throw new MissingEvidenceException("not examined: an unexpected error");
          }
        });
  }

  private static void start(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  private @Nullable T orNull() {
    if (value == null && missing == null) {
      try {
        value = source.get();
      } catch (MissingEvidenceException e) {
        missing = e;
      }
    }
    return value;
  }

  /**
   * Returns the value.
   *
   * @throws MissingEvidenceException if it is missing
   */
  T get() {
    T known = orNull();
    if (known == null) {
      throw Objects.requireNonNull(missing);
    }
    return known;
  }

  boolean isMissing() {
    return orNull() == null;
  }

  /** Returns why the value is missing; empty if it is not. */
  String why() {
    return orNull() == null ? Objects.requireNonNull(missing).why() : "";
  }

  /** Returns whether the value is not missing and meets a condition. */
  boolean is(Predicate<T> condition) {
    T known = orNull();
    return known != null && condition.test(known);
  }

  /** Returns a part of the value, or null if the value or the part is missing. */
  <R> @Nullable R part(Function<T, @Nullable R> part) {
    T known = orNull();
    return known == null ? null : part.apply(known);
  }
}
