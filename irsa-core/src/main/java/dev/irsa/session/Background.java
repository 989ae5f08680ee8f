package dev.irsa.session;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of all sessions of a process: one timer, which is the only one that idles, and up to
 * eight workers that go as soon as they have nothing to do. Daemons; they keep no caller's context
 * class loader and no inherited thread locals.
 *
 * @param timer runs wake-ups, which never block
 * @param workers runs exchanges, listeners and looks at the token file
 */
record Background(ScheduledExecutorService timer, Executor workers, Runnable end) {

  private static final int WORKERS = Gate.PLACES;
  private static final long WORKER_IDLE_MILLIS = 100;

  static Background start() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(1, new Daemons("irsa-timer"));
    timer.setRemoveOnCancelPolicy(true);
    ThreadPoolExecutor workers =
        new ThreadPoolExecutor(
            WORKERS,
            WORKERS,
            WORKER_IDLE_MILLIS,
            TimeUnit.MILLISECONDS,
            new LinkedBlockingQueue<>(),
            new Daemons("irsa-worker"));
    workers.allowCoreThreadTimeOut(true);
    return new Background(timer, workers, new End(timer, workers));
  }

  /** Stops the timer at once; workers finish what they have and go. */
  void stop() {
    end.run();
  }

  private record End(ScheduledExecutorService timer, ThreadPoolExecutor workers)
      implements Runnable {
    @Override
    public void run() {
      timer.shutdownNow();
      workers.shutdown();
    }
  }

  private static final class Daemons implements ThreadFactory {
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
