package dev.irsa.sdk.v2;

import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Futures that fail with the very exception that was thrown. */
final class Answers {

  private Answers() {}

  /** Lets something that blocks answer without blocking the caller. */
  static <T> CompletableFuture<T> inBackground(Supplier<? extends T> blocking) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    answer
        .defaultExecutor()
        .execute(
            () -> {
              try {
                answer.complete(blocking.get());
              } catch (Throwable failure) {
                answer.completeExceptionally(failure);
              }
            });
    return answer;
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

  /** Acts on the outcome; what the action throws is lost. */
  static <T> void then(
      CompletableFuture<T> future, BiConsumer<? super T, ? super @Nullable Throwable> action) {
    var unused = future.whenComplete(action);
  }
}
