package dev.irsa.testkit.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * What clients asked of the lab, in the order of the answers. A record is there before the client
 * can have read its answer. Thread-safe; waiting is by signal, not by polling.
 */
public final class RequestLog {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Guarded by {@code lock}. */
  private final List<RequestRecord> records = new ArrayList<>();

  /** Actions in the order of arrival, answered or not. Guarded by {@code lock}. */
  private final List<String> arrivals = new ArrayList<>();

  /** All records so far. */
  public List<RequestRecord> all() {
    lock.lock();
    try {
      return List.copyOf(records);
    } finally {
      lock.unlock();
    }
  }

  /** The records of one action so far. */
  public List<RequestRecord> of(String action) {
    return all().stream().filter(action(action)).toList();
  }

  /** How many requests of one action were answered, or given up, so far. */
  public int count(String action) {
    return of(action).size();
  }

  /** How many requests of one action have been read so far, answered or not. */
  public int arrivals(String action) {
    lock.lock();
    try {
      return (int) arrivals.stream().filter(action::equals).count();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until at least so many requests of any action are answered.
   *
   * @return all records then
   * @throws AssertionError if that has not happened after {@code timeout} of real time
   */
  public List<RequestRecord> await(int atLeast, Duration timeout) throws InterruptedException {
    awaitUntil(() -> records.size() >= atLeast, atLeast + " answers", timeout);
    return all();
  }

  /**
   * Waits until at least so many requests of one action are answered.
   *
   * @return the records of that action then
   * @throws AssertionError if that has not happened after {@code timeout} of real time
   */
  public List<RequestRecord> await(String action, int atLeast, Duration timeout)
      throws InterruptedException {
    awaitUntil(
        () -> records.stream().filter(action(action)).count() >= atLeast,
        atLeast + " answers to " + action,
        timeout);
    return of(action);
  }

  /**
   * Waits until at least so many requests of one action have been read, answered or not: a request
   * that hangs or is delayed has arrived.
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

  /** Forgets all records and arrivals. */
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
      arrivals.add(action);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void add(RequestRecord record) {
    lock.lock();
    try {
      records.add(record);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private static Predicate<RequestRecord> action(String action) {
    return record -> record.action().equals(action);
  }
}
