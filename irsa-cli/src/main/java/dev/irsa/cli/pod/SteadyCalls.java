package dev.irsa.cli.pod;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Makes one kind of call at a steady rate, on its own thread, until stopped. */
final class SteadyCalls {

  /** A call, which fails by throwing an exception. */
  interface Call {
    void make() throws Exception;
  }

  private final CallStream stream;
  private final Call call;
  private final Consumer<PodMessage> report;
  private final ScheduledExecutorService thread;
  private final AtomicInteger made = new AtomicInteger();
  private final CountDownLatch firstSuccess = new CountDownLatch(1);

  SteadyCalls(CallStream stream, Call call, Consumer<PodMessage> report) {
    this.stream = stream;
    this.call = call;
    this.report = report;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread daemon = new Thread(task, stream.id());
              daemon.setDaemon(true);
              return daemon;
            });
  }

  CallStream stream() {
    return stream;
  }

  void start() {
    Future<?> unused =
        thread.scheduleAtFixedRate(this::make, 0, stream.periodNanos(), TimeUnit.NANOSECONDS);
  }

  void awaitFirstSuccess() throws InterruptedException {
    firstSuccess.await();
  }

  /** Waits for the current call to end, and reports the number of calls. */
  void stop() throws InterruptedException {
    thread.shutdown();
    if (!thread.awaitTermination(1, TimeUnit.MINUTES)) {
      report.accept(new PodMessage.CallFailed(stream, "a call did not end within a minute"));
    }
    report.accept(new PodMessage.Ended(stream, made.get()));
  }

  /** Makes one call on the calling thread. */
  void makeOne() throws Exception {
    call.make();
  }

  private void make() {
    made.incrementAndGet();
    try {
      call.make();
      firstSuccess.countDown();
    } catch (Throwable e) { // an Error would end the stream silently
      report.accept(new PodMessage.CallFailed(stream, e.toString()));
    }
  }
}
