package dev.irsa.session;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The threads of a process as tests steer them. */
final class OpenExecutors {

  private OpenExecutors() {}

  /** Returns executors as they are while a session is open. */
  static SharedExecutors of(ScheduledExecutorService timer, Executor workers) {
    SharedExecutors executors = new SharedExecutors(() -> timer, workers);
    executors.acquire();
    return executors;
  }

  static Timer timer(ScheduledExecutorService timer) {
    return (work, nanos) -> timer.schedule(work, nanos, TimeUnit.NANOSECONDS);
  }

  /** Returns what tells one listener, on the threads of these executors. */
  static EventDispatcher events(
      SharedExecutors executors, java.util.function.Consumer<dev.irsa.identity.IrsaEvent> log) {
    return new EventDispatcher(executors.log(), log, executors.listeners());
  }
}
