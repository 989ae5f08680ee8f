package dev.irsa.sdk.v2;

import dev.irsa.internal.adapter.Background;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Futures that fail with the very exception that was thrown. */
final class Answers {

  private Answers() {}

  /** Lets something that blocks answer without blocking the caller. */
  static <T> CompletableFuture<T> inBackground(Supplier<? extends T> blocking) {
    return Background.supply(blocking);
  }

  /** Completes one future as the other. */
  static <T> void forward(CompletableFuture<? extends T> from, CompletableFuture<T> to) {
    then(
        from,
        (value, failure) -> {
          if (failure == null) {
            to.complete(value);
          } else {
            to.completeExceptionally(failure);
          }
        });
  }

  /** Completes one future as the one that follows from the outcome of another. */
  static <T, U> CompletableFuture<U> compose(
      CompletableFuture<T> first,
      Function<? super T, ? extends CompletableFuture<? extends U>> next) {
    CompletableFuture<U> answer = new CompletableFuture<>();
    then(
        first,
        (value, failure) -> {
          if (failure != null) {
            answer.completeExceptionally(failure);
            return;
          }
          try {
            forward(next.apply(value), answer);
          } catch (RuntimeException | Error broken) {
            answer.completeExceptionally(broken);
          }
        });
    return answer;
  }

  /** Acts on the outcome; what the action throws is lost. */
  static <T> void then(
      CompletableFuture<T> future, BiConsumer<? super T, ? super @Nullable Throwable> action) {
    var unused = future.whenComplete(action);
  }
}
