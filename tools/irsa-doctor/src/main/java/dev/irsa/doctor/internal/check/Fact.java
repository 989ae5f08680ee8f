package dev.irsa.doctor.internal.check;

import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A fact of evidence, or the reason why it could not be obtained. Immutable.
 *
 * @param value the fact, or null
 * @param why why it is missing; empty if it is there
 */
record Fact<T>(@Nullable T value, String why) {

  static <T> Fact<T> of(T value) {
    return new Fact<>(value, "");
  }

  static <T> Fact<T> missing(String why) {
    return new Fact<>(null, why);
  }

  boolean isMissing() {
    return value == null;
  }

  /** Returns the fact; callers check {@link #isMissing} first. */
  T get() {
    if (value == null) {
      throw new NoSuchElementException(why);
    }
    return value;
  }

  /** Returns whether the fact is there and meets a condition. */
  boolean is(Predicate<T> condition) {
    return value != null && condition.test(value);
  }

  /** Returns a part of the fact, or null if the fact or the part is missing. */
  <R> @Nullable R part(Function<T, @Nullable R> part) {
    return value == null ? null : part.apply(value);
  }

  /** Returns what follows from the fact; missing for the same reason if the fact is. */
  <R> Fact<R> then(Function<T, Fact<R>> next) {
    return value == null ? missing(why) : next.apply(value);
  }

  /** Returns what a check finds in the fact, or that it cannot be judged. */
  Finding judge(Function<T, Finding> judgement) {
    return value == null ? Finding.skip(why) : judgement.apply(value);
  }

  @Override
  public String toString() {
    return "Fact[" + (value == null ? why : "there") + "]";
  }
}
