package dev.irsa.testkit.server;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * The requests to the lab, in the order of the responses. A record is added before the client can
 * read the response. Thread-safe; waiting uses signals, not polling.
 */
public final class RequestLog {

  /** Guarded by this. */
  private int most = Integer.MAX_VALUE;

  /** Guarded by this. */
  private final Deque<RequestRecord> records = new ArrayDeque<>();

  /** Actions in the order of arrival, whether completed or not. Guarded by this. */
  private final Deque<String> arrivals = new ArrayDeque<>();

  /**
   * Keeps only the latest requests from now on, as is right for a lab that runs for long. By
   * default all are kept.
   *
   * @param count at least one
   */
  public void keepLatest(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("count: expected at least one, found " + count);
    }
    synchronized (this) {
      most = count;
    }
  }

  /** Returns all records that are kept. */
  public synchronized List<RequestRecord> all() {
    return List.copyOf(records);
  }

  /** Returns the records of one action so far. */
  public List<RequestRecord> of(String action) {
    return all().stream().filter(action(action)).toList();
  }

  /** Returns the number of completed or aborted requests of one action so far. */
  public int count(String action) {
    return of(action).size();
  }

  /** Returns the number of requests of one action read so far, whether completed or not. */
  public synchronized int arrivals(String action) {
    return (int) arrivals.stream().filter(action::equals).count();
  }

  /**
   * Waits until at least the given number of requests of one action are completed.
   *
   * @return the records of that action at that time
   * @throws AssertionError if that has not happened after {@code timeout} of real time
   */
  public List<RequestRecord> await(String action, int atLeast, Duration timeout)
      throws InterruptedException {
    awaitUntil(
        () -> records.stream().filter(action(action)).count() >= atLeast,
        atLeast + " responses to " + action,
        timeout);
    return of(action);
  }

  /**
   * Waits until at least the given number of requests of one action have been read. Requests that
   * hang or are delayed count as well.
   *
   * @throws AssertionError if that has not happened after {@code timeout} of real time
   */
  public void awaitArrivals(String action, int atLeast, Duration timeout)
      throws InterruptedException {
    awaitUntil(
        () -> arrivals.stream().filter(action::equals).count() >= atLeast,
        atLeast + " requests for " + action,
        timeout);
  }

  private synchronized void awaitUntil(BooleanSupplier reached, String what, Duration timeout)
      throws InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    while (!reached.getAsBoolean()) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        throw new AssertionError("no " + what + " within " + timeout + ", but " + records);
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }

  /** Removes all records and arrivals. */
  public synchronized void clear() {
    records.clear();
    arrivals.clear();
  }

  synchronized void arrived(String action) {
    append(arrivals, action);
    notifyAll();
  }

  synchronized void add(RequestRecord record) {
    append(records, record);
    notifyAll();
  }

  private <T> void append(Deque<T> entries, T entry) {
    entries.addLast(entry);
    while (entries.size() > most) {
      entries.removeFirst();
    }
  }

  private static Predicate<RequestRecord> action(String action) {
    return record -> record.action().equals(action);
  }
}
