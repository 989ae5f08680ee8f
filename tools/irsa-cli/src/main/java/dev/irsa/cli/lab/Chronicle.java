package dev.irsa.cli.lab;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.irsa.cli.lab.Happening.Kind;
import dev.irsa.testkit.server.RequestRecord;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The events of a demonstration, in chronological order, passed to a listener as they occur.
 * Thread-safe. The listener is called under the lock, in order, and must not call back.
 */
final class Chronicle {
  private final Clock clock;
  private final Supplier<List<RequestRecord>> exchanges;
  private final Consumer<Happening> listener;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final List<Happening> happenings = new ArrayList<>();

  @GuardedBy("lock")
  private int toldExchanges;

  /** The keys of all generations. */
  @GuardedBy("lock")
  private final Set<String> keys = new HashSet<>();

  /**
   * Creates an empty chronicle.
   *
   * @param exchanges supplies all exchanges so far; the list only grows
   */
  Chronicle(Clock clock, Supplier<List<RequestRecord>> exchanges, Consumer<Happening> listener) {
    this.clock = clock;
    this.exchanges = exchanges;
    this.listener = listener;
  }

  /** Adds the new exchanges, and then this event. */
  void tell(Kind kind, String text) {
    lock.lock();
    try {
      tellExchanges();
      add(new Happening(clock.instant(), kind, text));
    } finally {
      lock.unlock();
    }
  }

  /** Adds the new exchanges. */
  void catchUp() {
    lock.lock();
    try {
      tellExchanges();
    } finally {
      lock.unlock();
    }
  }

  List<Happening> happenings() {
    lock.lock();
    try {
      return List.copyOf(happenings);
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private void tellExchanges() {
    List<RequestRecord> all = exchanges.get();
    List<RequestRecord> fresh = all.subList(toldExchanges, all.size());
    toldExchanges = all.size();
    int same = 0;
    for (int i = 0; i < fresh.size(); i++) {
      RequestRecord exchange = fresh.get(i);
      same++;
      boolean last = i == fresh.size() - 1 || !outcome(exchange).equals(outcome(fresh.get(i + 1)));
      if (exchange.succeeded()) {
        add(issued(exchange));
        same = 0;
      } else if (last) {
        add(failed(exchange, same));
        same = 0;
      }
    }
  }

  private static String outcome(RequestRecord exchange) {
    return exchange.succeeded()
        ? String.valueOf(exchange.accessKeyId())
        : Traffic.failure(exchange);
  }

  @GuardedBy("lock")
  private Happening issued(RequestRecord exchange) {
    String key = String.valueOf(exchange.accessKeyId());
    String text =
        keys.add(key)
            ? "generation %d: %s".formatted(keys.size(), key)
            : "the same credentials again, from the cache of the agent";
    return new Happening(exchange.answeredAt(), Kind.CREDENTIALS, text);
  }

  private static Happening failed(RequestRecord exchange, int times) {
    String count = times == 1 ? "an exchange failed: " : times + " exchanges failed: ";
    return new Happening(exchange.answeredAt(), Kind.EXCHANGE, count + Traffic.failure(exchange));
  }

  @GuardedBy("lock")
  private void add(Happening happening) {
    happenings.add(happening);
    listener.accept(happening);
  }
}
