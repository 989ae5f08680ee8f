package dev.irsa.simulation;

import dev.irsa.internal.concurrent.SharedExecutors;
import dev.irsa.internal.concurrent.Timer;
import dev.irsa.internal.session.EventDispatcher;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The threads of a process as tests steer them. */
public final class OpenExecutors {

  private OpenExecutors() {}

  /** Returns executors as they are while a session is open. */
  public static SharedExecutors of(ScheduledExecutorService timer, Executor workers) {
    SharedExecutors executors = new SharedExecutors(() -> timer, workers);
    executors.acquire();
    return executors;
  }

  public static Timer timer(ScheduledExecutorService timer) {
    return (work, nanos) -> timer.schedule(work, nanos, TimeUnit.NANOSECONDS);
  }

  /** Returns what tells one listener, on the threads of these executors. */
  public static EventDispatcher events(
      SharedExecutors executors, java.util.function.Consumer<dev.irsa.credentials.IrsaEvent> log) {
    return new EventDispatcher(executors.log(), log, executors.listeners());
  }
}
