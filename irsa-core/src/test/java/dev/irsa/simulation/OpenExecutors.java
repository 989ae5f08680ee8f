package dev.irsa.simulation;

import dev.irsa.internal.concurrent.SharedExecutors;
import dev.irsa.internal.events.EventDispatcher;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** Creates executors that tests control. */
public final class OpenExecutors {

  private OpenExecutors() {}

  /** Returns executors with one open session. */
  public static SharedExecutors of(ScheduledExecutorService timer, Executor workers) {
    SharedExecutors executors = new SharedExecutors(() -> timer, workers);
    executors.acquire();
    return executors;
  }

  /** Returns a timer that accepts all tasks and runs none. */
  public static ScheduledExecutorService idleTimer() {
    return new ScheduledThreadPoolExecutor(1, task -> null);
  }

  public static SharedExecutors timer(ScheduledExecutorService timer) {
    return of(timer, Runnable::run);
  }

  /** Returns a dispatcher with one listener, which runs on these executors. */
  public static EventDispatcher events(
      SharedExecutors executors, java.util.function.Consumer<dev.irsa.credentials.IrsaEvent> log) {
    return new EventDispatcher(executors, log);
  }
}
