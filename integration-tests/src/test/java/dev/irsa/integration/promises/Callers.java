package dev.irsa.integration.promises;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** Threads of the application, each of which asks once; one that hangs holds up no history. */
final class Callers {

  private final List<Thread> hanging = new ArrayList<>();

  /** Has all of them ask at once, and returns what each got within the bound. */
  List<CallOutcome> ask(List<Callable<String>> questions, Duration bound) {
    List<Caller> callers = questions.stream().map(Caller::new).toList();
    callers.forEach(caller -> caller.thread.start());
    long end = System.nanoTime() + bound.toNanos();
    return callers.stream().map(caller -> outcome(caller, end)).toList();
  }

  private CallOutcome outcome(Caller caller, long end) {
    long start = caller.start;
    try {
      String who = caller.task.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      return new CallOutcome(who, null, Duration.ofNanos(caller.end.get() - start));
    } catch (ExecutionException e) {
      return new CallOutcome(null, e.getCause(), Duration.ofNanos(caller.end.get() - start));
    } catch (TimeoutException e) {
      hanging.add(caller.thread);
      return new CallOutcome(null, null, Duration.ofNanos(System.nanoTime() - start));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Ends those that hang. */
  void interrupt() {
    hanging.forEach(Thread::interrupt);
  }

  private static final class Caller {
    final long start = System.nanoTime();
    final AtomicLong end = new AtomicLong(start);
    final FutureTask<String> task;
    final Thread thread;

    Caller(Callable<String> question) {
      task =
          new FutureTask<>(
              () -> {
                try {
                  return question.call();
                } finally {
                  end.set(System.nanoTime());
                }
              });
      thread = new Thread(task, "app-caller");
      thread.setDaemon(true);
    }
  }
}
