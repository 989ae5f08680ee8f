package dev.irsa.integration.clients;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Counts the results of calls for credentials. Thread-safe. */
final class Tally {
  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by {@code lock}. */
  private final List<String> keys = new ArrayList<>();

  /** The last failure. Guarded by {@code lock}. */
  private @Nullable Throwable thrown;

  /** Guarded by {@code lock}. */
  private int throwing;

  /** Guarded by {@code lock}. */
  private Duration longest = Duration.ZERO;

  /** Gets credentials once, and counts the result. */
  void ask(ProbedProvider provider) {
    long start = System.nanoTime();
    String key = null;
    Throwable failure = null;
    try {
      key = provider.accessKeyId();
    } catch (RuntimeException | StackOverflowError e) {
      failure = e;
    }
    add(key, failure, Duration.ofNanos(System.nanoTime() - start));
  }

  private void add(@Nullable String key, @Nullable Throwable failure, Duration took) {
    lock.lock();
    try {
      longest = took.compareTo(longest) > 0 ? took : longest;
      if (key != null) {
        keys.add(key);
      }
      if (failure != null) {
        thrown = failure;
        throwing++;
      }
    } finally {
      lock.unlock();
    }
  }

  Answer answer() {
    lock.lock();
    try {
      Map<String, String> fields = new TreeMap<>();
      fields.put("served", Integer.toString(keys.size()));
      fields.put("keys", String.join(",", new TreeSet<>(keys)));
      fields.put("threw", Integer.toString(throwing));
      fields.put("longest", Long.toString(longest.toMillis()));
      if (thrown != null) {
        fields.put("class", thrown.getClass().getName());
        fields.put("message", String.valueOf(thrown.getMessage()));
      }
      return new Answer(fields);
    } finally {
      lock.unlock();
    }
  }
}
