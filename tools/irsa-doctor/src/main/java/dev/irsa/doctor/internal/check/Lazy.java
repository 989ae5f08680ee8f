package dev.irsa.doctor.internal.check;

import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value, or the reason why it is missing. It is obtained once, when it is first used. Used by one
 * thread.
 */
final class Lazy<T> {

  private @Nullable Supplier<Lazy<T>> source;
  private @Nullable T value;
  private String why;

  private Lazy(@Nullable Supplier<Lazy<T>> source, @Nullable T value, String why) {
    this.source = source;
    this.value = value;
    this.why = why;
  }

  static <T> Lazy<T> of(T value) {
    return new Lazy<>(null, value, "");
  }

  static <T> Lazy<T> missing(String why) {
    return new Lazy<>(null, null, why);
  }

  /** Returns a value that is obtained when it is first used. */
  static <T> Lazy<T> later(Supplier<Lazy<T>> source) {
    return new Lazy<>(source, null, "");
  }

  /** Returns a value that a new thread obtains from now on. The call has its own time limit. */
  static <T> Lazy<T> inBackground(String name, Supplier<T> call) {
    Executor thread =
        task -> {
          Thread started = new Thread(task, "irsa-doctor-" + name);
          started.setDaemon(true);
          started.start();
        };
    CompletableFuture<Lazy<T>> fact =
        CompletableFuture.supplyAsync(call, thread)
            .handle(
                (known, failure) ->
                    known == null ? missing("not examined: an unexpected error") : of(known));
    return later(fact::join);
  }

  private @Nullable T value() {
    Supplier<Lazy<T>> pending = source;
    if (pending != null) {
      Lazy<T> obtained = pending.get();
      value = obtained.value();
      why = obtained.why;
      source = null;
    }
    return value;
  }

  boolean isMissing() {
    return value() == null;
  }

  /** Returns why the value is missing; empty if it is not. */
  String why() {
    return value() == null ? why : "";
  }

  /** Returns the value; callers check {@link #isMissing} first. */
  T get() {
    T known = value();
    if (known == null) {
      throw new NoSuchElementException(why);
    }
    return known;
  }

  /** Returns whether the value is not missing and meets a condition. */
  boolean is(Predicate<T> condition) {
    T known = value();
    return known != null && condition.test(known);
  }

  /** Returns a part of the value, or null if the value or the part is missing. */
  <R> @Nullable R part(Function<T, @Nullable R> part) {
    T known = value();
    return known == null ? null : part.apply(known);
  }

  /** Returns what the value leads to, or the same reason if the value is missing. */
  <R> Lazy<R> then(Function<T, Lazy<R>> next) {
    T known = value();
    return known == null ? missing(why) : next.apply(known);
  }

  /** Returns the finding about the value, or that it cannot be judged. */
  Finding judge(Function<T, Finding> judgement) {
    T known = value();
    return known == null ? Finding.skip(why) : judgement.apply(known);
  }
}
