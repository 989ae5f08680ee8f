package dev.irsa.internal.adapter;

import dev.irsa.internal.session.Sessions;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Combines futures. They fail with the original exception, without a wrapper. */
public final class Futures {

  private Futures() {}

  /** Runs a task that may block, on a thread that nothing else waits for. */
  static <T> CompletableFuture<T> inBackground(Supplier<? extends T> blocking) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Sessions.background()
        .execute(
            () -> {
              try {
                result.complete(blocking.get());
              } catch (Throwable failure) {
                result.completeExceptionally(failure);
              }
            });
    return result;
  }

  /** Completes a future with the outcome of another. */
  public static <T> void forward(CompletableFuture<? extends T> from, CompletableFuture<T> to) {
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

  /** Runs an action with the outcome. Exceptions of the action are lost. */
  public static <T> void then(
      CompletableFuture<T> future, BiConsumer<? super T, ? super @Nullable Throwable> action) {
    var unused = future.whenComplete(action);
  }
}
