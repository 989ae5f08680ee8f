package dev.irsa.testkit.podidentity;

import dev.irsa.testkit.internal.TimeSource;
import dev.irsa.testkit.internal.server.Client;
import dev.irsa.testkit.internal.server.ClientHungUpException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * A request for credentials while the agent works on it. It is cancelled when its client hangs up.
 *
 * <p>Used by one thread; {@link #cancel} can be called by any.
 */
final class AgentCall {
  private final TimeSource time;
  private final Client client;
  private final CompletableFuture<Void> cancelled = new CompletableFuture<>();
  private boolean watched;

  AgentCall(TimeSource time, Client client) {
    this.time = time;
    this.client = client;
  }

  /** Returns a call that the agent makes for itself. */
  static AgentCall withoutClient(TimeSource time) {
    return new AgentCall(time, action -> {});
  }

  /** Watches the client from now on: the response will take a while. */
  void watchClient() {
    if (!watched) {
      watched = true;
      client.onHangUp(this::cancel);
    }
  }

  void cancel() {
    cancelled.complete(null);
  }

  /** Runs an action when the call is cancelled, at once if it is. */
  @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for the action
  void onCancel(Runnable action) {
    cancelled.thenRun(action);
  }

  /**
   * Throws an exception if the call was cancelled.
   *
   * @throws ClientHungUpException if so
   */
  void requireActive() {
    if (cancelled.isDone()) {
      throw new ClientHungUpException();
    }
  }

  /**
   * Waits until the given time has passed, or another event has happened.
   *
   * @throws ClientHungUpException if the call is cancelled meanwhile, or the lab closed
   */
  void await(Duration duration, CompletableFuture<?> event) {
    if (duration.isZero()) {
      requireActive();
      return;
    }
    CompletableFuture<Void> alarm = new CompletableFuture<>();
    try {
      Future<?> scheduled =
          time.scheduler()
              .schedule(() -> alarm.complete(null), duration.toNanos(), TimeUnit.NANOSECONDS);
      try {
        CompletableFuture.anyOf(alarm, event, cancelled).get();
      } finally {
        scheduled.cancel(false);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClientHungUpException();
    } catch (ExecutionException | RejectedExecutionException e) {
      throw new ClientHungUpException();
    }
    requireActive();
  }
}
