package dev.irsa.testkit;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes the lab's threads, daemons with telling names, and waits for their end: an executor says
 * that it has terminated while its threads still live for a moment, and a lab that was closed must
 * leave none.
 *
 * <p>Thread-safe.
 */
public final class LabThreads implements ThreadFactory {

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

  private final String prefix;
  private final AtomicInteger count = new AtomicInteger();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

  /**
   * @param purpose follows {@code irsa-lab-} in the names, before a number
   */
  public LabThreads(String purpose) {
    prefix = "irsa-lab-" + purpose + "-";
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
   * Shuts an executor that uses these threads down, without interrupting what it runs, and waits
   * for the threads' end, for 5 s at most. Does not wait when called on one of the threads. An
   * interrupt ends the waiting and is kept.
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
