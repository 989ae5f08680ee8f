package dev.irsa.session;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of all sessions of a process: one timer, which is the only one that idles, and up to
 * eight workers, as many as there is work for at once, that go as soon as they have nothing to do.
 * Daemons; they keep no caller's context class loader and no inherited thread locals.
 *
 * @param timer runs wake-ups, which never block
 * @param workers runs exchanges, listeners and looks at the token file
 */
record Background(ScheduledExecutorService timer, Executor workers, Runnable end) {

  private static final int WORKERS = Gate.PLACES;
  private static final long WORKER_IDLE = 100 * Spacing.MILLISECOND;

  static Background start() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(1, new Daemons("irsa-timer"));
    timer.setRemoveOnCancelPolicy(true);
    Workers workers = new Workers(WORKERS, WORKER_IDLE, new Daemons("irsa-worker"));
    return new Background(timer, workers, new End(timer, workers));
  }

  /** Stops the timer at once; workers finish what they have and go. */
  void stop() {
    end.run();
  }

  private record End(ScheduledExecutorService timer, Workers workers) implements Runnable {
    @Override
    public void run() {
      timer.shutdownNow();
      workers.end();
    }
  }

  static final class Daemons implements ThreadFactory {
    private final String name;
    private final AtomicInteger started = new AtomicInteger();

    Daemons(String name) {
      this.name = name;
    }

    @Override
    public Thread newThread(Runnable task) {
      Thread thread = new Thread(null, task, name + "-" + started.incrementAndGet(), 0, false);
      thread.setDaemon(true);
      thread.setContextClassLoader(Background.class.getClassLoader());
      return thread;
    }
  }
}
