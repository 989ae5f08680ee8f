package dev.irsa.cli.internal.pod;

import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes one kind of call at a steady rate, on its own thread, until stopped. Calls that became due
 * while an earlier one took long are skipped, as in an application whose users gave up.
 */
final class SteadyCalls {

  /** A call, which fails by throwing an exception. */
  interface Call {
    void make() throws Exception;
  }

  private final CallStream stream;
  private final Call call;
  private final Consumer<PodMessage> report;
  private final ScheduledThreadPoolExecutor threads;
  private final AtomicInteger made = new AtomicInteger();

  /** When the calls under way were made. */
  private final Queue<Instant> pending = new ConcurrentLinkedQueue<>();

  private final CompletableFuture<@Nullable Void> firstSuccess = new CompletableFuture<>();

  /** When the next call is due. Used by the thread only, and before it starts. */
  private long dueAt;

  SteadyCalls(CallStream stream, Call call, Consumer<PodMessage> report) {
    this.stream = stream;
    this.call = call;
    this.report = report;
    this.threads =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread daemon = new Thread(task, stream.id());
              daemon.setDaemon(true);
              return daemon;
            });
    threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  CallStream stream() {
    return stream;
  }

  void start() {
    dueAt = System.nanoTime();
    threads.execute(this::makeOneAndScheduleNext);
  }

  private void makeOneAndScheduleNext() {
    make();
    long now = System.nanoTime();
    dueAt = dueAfter(dueAt, stream.periodNanos(), now);
    try {
      Future<?> unused =
          threads.schedule(this::makeOneAndScheduleNext, dueAt - now, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException stopped) {
      // No further call.
    }
  }

  /** Returns when the call after the one at {@code last} is due, at {@code now} at the earliest. */
  static long dueAfter(long last, long period, long now) {
    long next = last + period;
    return next - now < 0 ? now : next;
  }

  /** Returns a future that the first successful call completes. */
  CompletableFuture<@Nullable Void> firstSuccess() {
    return firstSuccess;
  }

  /** Makes one call in each of some threads, all at once. */
  void makeInThreads(int count) {
    Phaser together = new Phaser(count);
    threads.setCorePoolSize(count);
    for (int i = 0; i < count; i++) {
      threads.execute(
          () -> {
            int unused = together.arriveAndAwaitAdvance();
            make();
          });
    }
  }

  /** Makes no further calls. */
  void shutDown() {
    threads.shutdown();
  }

  /**
   * Waits for calls under way to return, and reports the number of calls. A call that has not
   * returned has failed, since its caller got nothing.
   *
   * @param nanoTime until when to wait
   */
  void awaitEnd(long nanoTime) throws InterruptedException {
    boolean unused = threads.awaitTermination(nanoTime - System.nanoTime(), TimeUnit.NANOSECONDS);
    pending.forEach(
        startedAt -> report.accept(failed(startedAt, "had not returned when the run ended")));
    report.accept(new PodMessage.Ended(stream, made.get()));
  }

  /** Makes one call on the calling thread. */
  void makeOne() throws Exception {
    call.make();
  }

  private void make() {
    made.incrementAndGet();
    Instant startedAt = Instant.now();
    pending.add(startedAt);
    try {
      call.make();
      firstSuccess.complete(null);
    } catch (Throwable e) { // an Error would end the stream silently
      report.accept(failed(startedAt, e.toString()));
    } finally {
      pending.remove(startedAt);
    }
  }

  private PodMessage failed(Instant startedAt, String message) {
    return new PodMessage.CallFailed(
        stream, startedAt.toEpochMilli(), System.currentTimeMillis(), message);
  }
}
