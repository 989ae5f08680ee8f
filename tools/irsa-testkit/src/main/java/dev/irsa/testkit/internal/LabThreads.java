package dev.irsa.testkit.internal;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Creates the lab's threads, which are daemons with descriptive names, and waits for their end: an
 * executor reports termination shortly before its threads end, and a closed lab must leave no
 * thread behind.
 *
 * <p>Thread-safe.
 */
public final class LabThreads implements ThreadFactory {

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

  private final String prefix;
  private final AtomicInteger count = new AtomicInteger();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

  /**
   * Creates a factory.
   *
   * @param purpose follows {@code irsa-lab-} in the threads' names, before a number
   */
  public LabThreads(String purpose) {
    prefix = "irsa-lab-" + purpose + "-";
  }

  /**
   * Computes a value on a thread of its own. The common pool would not do: all of its threads may
   * wait for the lab.
   */
  public static <T> CompletableFuture<T> supply(String purpose, Supplier<T> work) {
    var threads = new LabThreads(purpose);
    return CompletableFuture.supplyAsync(work, task -> threads.newThread(task).start());
  }

  /** Closes a socket or the like, whose failure to close changes nothing. */
  public static void closeQuietly(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      // Nothing more can be done.
    }
  }

  @Override
  public Thread newThread(Runnable work) {
    var thread = new Thread(work, prefix + count.incrementAndGet());
    thread.setDaemon(true);
    threads.removeIf(made -> made.getState() == Thread.State.TERMINATED);
    threads.add(thread);
    return thread;
  }

  /**
   * Shuts down an executor that uses these threads without interrupting its tasks, and waits up to
   * 5 s until the threads have ended. Does not wait when called on one of the threads. An interrupt
   * ends the wait and is restored.
   */
  public void end(ExecutorService executor) {
    executor.shutdown();
    if (threads.contains(Thread.currentThread())) {
      return;
    }
    long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
    try {
      executor.awaitTermination(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      for (var thread : threads) {
        TimeUnit.NANOSECONDS.timedJoin(thread, deadline - System.nanoTime());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
