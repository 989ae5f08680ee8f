package dev.irsa.integration.clients;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the results of calls for credentials. Thread-safe. */
final class Tally {
  private final Queue<String> keys = new ConcurrentLinkedQueue<>();
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final AtomicLong longest = new AtomicLong();

  /** Gets credentials once, and counts the result. */
  void ask(ProbedProvider provider) {
    long start = System.nanoTime();
    try {
      keys.add(provider.accessKeyId());
    } catch (RuntimeException | StackOverflowError e) {
      failures.add(e);
    }
    longest.accumulateAndGet(System.nanoTime() - start, Math::max);
  }

  Answer answer() {
    Map<String, String> fields = new TreeMap<>();
    fields.put("served", Integer.toString(keys.size()));
    fields.put("keys", String.join(",", new TreeSet<>(keys)));
    fields.put("threw", Integer.toString(failures.size()));
    fields.put("longest", Long.toString(TimeUnit.NANOSECONDS.toMillis(longest.get())));
    List.copyOf(failures).stream()
        .reduce((earlier, last) -> last)
        .ifPresent(
            last -> {
              fields.put("class", last.getClass().getName());
              fields.put("message", String.valueOf(last.getMessage()));
            });
    return new Answer(fields);
  }
}
