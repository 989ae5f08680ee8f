package dev.irsa.testkit.server;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * The requests to the lab, in the order of the responses. A record is added before the client can
 * read the response. Thread-safe; waiting uses signals, not polling.
 */
public final class RequestLog {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Guarded by {@code lock}. */
  private int most = Integer.MAX_VALUE;

  /** Guarded by {@code lock}. */
  private final Deque<RequestRecord> records = new ArrayDeque<>();

  /** Actions in the order of arrival, whether completed or not. Guarded by {@code lock}. */
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
    lock.lock();
    try {
      most = count;
    } finally {
      lock.unlock();
    }
  }

  /** Returns all records that are kept. */
  public List<RequestRecord> all() {
    lock.lock();
    try {
      return List.copyOf(records);
    } finally {
      lock.unlock();
    }
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
  public int arrivals(String action) {
    lock.lock();
    try {
      return (int) arrivals.stream().filter(action::equals).count();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until at least the given number of requests of any action are completed.
   *
   * @return all records at that time
   * @throws AssertionError if that has not happened after {@code timeout} of real time
   */
  public List<RequestRecord> await(int atLeast, Duration timeout) throws InterruptedException {
    awaitUntil(() -> records.size() >= atLeast, atLeast + " responses", timeout);
    return all();
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

  private void awaitUntil(BooleanSupplier reached, String what, Duration timeout)
      throws InterruptedException {
    long left = timeout.toNanos();
    lock.lock();
    try {
      while (!reached.getAsBoolean()) {
        if (left <= 0) {
          throw new AssertionError("no " + what + " within " + timeout + ", but " + records);
        }
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Removes all records and arrivals. */
  public void clear() {
    lock.lock();
    try {
      records.clear();
      arrivals.clear();
    } finally {
      lock.unlock();
    }
  }

  void arrived(String action) {
    lock.lock();
    try {
      append(arrivals, action);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void add(RequestRecord record) {
    lock.lock();
    try {
      append(records, record);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
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
