package dev.irsa.internal.adapter;

import dev.irsa.internal.session.SessionRegistry;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Futures that fail with the very exception that was thrown, without a wrapper around it. */
public final class Futures {

  private Futures() {}

  /** Runs something that blocks on a thread that nobody else waits for. */
  public static <T> CompletableFuture<T> inBackground(Supplier<? extends T> blocking) {
    CompletableFuture<T> result = new CompletableFuture<>();
    SessionRegistry.shared()
        .runSoon(
            () -> {
              try {
                result.complete(blocking.get());
              } catch (RuntimeException | Error failure) {
                result.completeExceptionally(failure);
              }
            });
    return result;
  }

  /** Completes one future with the outcome of the other. */
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

  /** Returns a future with the outcome of the one that the first leads to. */
  public static <T, U> CompletableFuture<U> compose(
      CompletableFuture<? extends T> first,
      Function<? super T, ? extends CompletableFuture<? extends U>> next) {
    CompletableFuture<U> result = new CompletableFuture<>();
    then(
        first,
        (value, failure) -> {
          if (failure != null) {
            result.completeExceptionally(failure);
            return;
          }
          try {
            forward(next.apply(value), result);
          } catch (RuntimeException | Error broken) {
            result.completeExceptionally(broken);
          }
        });
    return result;
  }

  /** Acts on the outcome. What the action throws is lost. */
  public static <T> void then(
      CompletableFuture<T> future, BiConsumer<? super T, ? super @Nullable Throwable> action) {
    var unused = future.whenComplete(action);
  }
}
