package dev.irsa.doctor.internal.check;

import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A piece of evidence, or the reason why it could not be obtained. Immutable.
 *
 * @param value the piece, or null
 * @param why why it is missing; empty if it is there
 */
record Piece<T>(@Nullable T value, String why) {

  static <T> Piece<T> of(T value) {
    return new Piece<>(value, "");
  }

  static <T> Piece<T> missing(String why) {
    return new Piece<>(null, why);
  }

  boolean isMissing() {
    return value == null;
  }

  /** Returns the piece; callers check {@link #isMissing} first. */
  T get() {
    if (value == null) {
      throw new NoSuchElementException(why);
    }
    return value;
  }

  /** Returns whether the piece is there and meets a condition. */
  boolean is(Predicate<T> condition) {
    return value != null && condition.test(value);
  }

  /** Returns a part of the piece, or null if the piece or the part is missing. */
  <R> @Nullable R part(Function<T, @Nullable R> part) {
    return value == null ? null : part.apply(value);
  }

  /** Returns what follows from the piece; missing for the same reason if the piece is. */
  <R> Piece<R> then(Function<T, Piece<R>> next) {
    return value == null ? missing(why) : next.apply(value);
  }

  /** Returns what a check finds in the piece, or that it cannot be judged. */
  Finding judge(Function<T, Finding> judgement) {
    return value == null ? Finding.skip(why) : judgement.apply(value);
  }

  @Override
  public String toString() {
    return "Piece[" + (value == null ? why : "there") + "]";
  }
}
