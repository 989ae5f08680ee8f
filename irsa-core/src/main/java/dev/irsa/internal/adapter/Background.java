package dev.irsa.internal.adapter;

import dev.irsa.internal.session.SessionRegistry;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Work that blocks, done for callers who must not: on threads that nobody else waits for. */
public final class Background {

  private Background() {}

  /** Returns what the work brings, or fails with the very exception that it throws. */
  public static <T> CompletableFuture<T> supply(Supplier<? extends T> blocking) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    SessionRegistry.shared()
        .runSoon(
            () -> {
              try {
                answer.complete(blocking.get());
              } catch (RuntimeException | Error failure) {
                answer.completeExceptionally(failure);
              }
            });
    return answer;
  }
}
