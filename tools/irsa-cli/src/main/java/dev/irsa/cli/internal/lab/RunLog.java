package dev.irsa.cli.internal.lab;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.irsa.cli.internal.timeline.Measure;
import dev.irsa.cli.internal.timeline.Timeline;
import dev.irsa.cli.internal.timeline.Timeline.Event;
import dev.irsa.cli.internal.timeline.Timeline.Event.Kind;
import dev.irsa.cli.internal.timeline.Timeline.Exchange;
import dev.irsa.cli.internal.timeline.Timeline.Health;
import dev.irsa.cli.internal.timeline.Timeline.Newcomer;
import dev.irsa.cli.internal.timeline.Timeline.Phase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The log of a run: what was done to the pods, and what has been observed so far. Thread-safe. The
 * listener gets each event under the lock, in order, and must not call back.
 */
final class RunLog {
  private final String service;
  private final Clock clock;
  private final BiFunction<Instant, Instant, List<Timeline.Pod>> pods;
  private final Consumer<Event> listener;
  private final Instant start;

  @GuardedBy("this")
  private final List<Phase> ended = new ArrayList<>();

  /** The current phase; its end is not yet known. */
  @GuardedBy("this")
  private Phase current;

  @GuardedBy("this")
  private final List<Event> events = new ArrayList<>();

  @GuardedBy("this")
  private final List<Newcomer> newcomers = new ArrayList<>();

  @GuardedBy("this")
  private int reportedExchanges;

  /** The keys of all sessions that were reported. */
  @GuardedBy("this")
  private final Set<String> keys = new HashSet<>();

  /** Set once, by the scenario; null until then. */
  private volatile @Nullable Instant readyAt;

  /** As {@link #readyAt}. */
  private volatile @Nullable Instant steadyUntil;

  /**
   * Creates the log of a run that starts now, with the named service well.
   *
   * @param pods observes the pods; is given from when waits count, and the current time
   */
  RunLog(
      String service,
      Clock clock,
      BiFunction<Instant, Instant, List<Timeline.Pod>> pods,
      Consumer<Event> listener) {
    this.service = service;
    this.clock = clock;
    this.pods = pods;
    this.listener = listener;
    this.start = clock.instant();
    this.current = new Phase(Health.WELL, "issues credentials", start, start);
  }

  Instant now() {
    return clock.instant();
  }

  /**
   * Begins a phase of the service, which ends the previous one. One that began just now is
   * forgotten.
   */
  synchronized void phase(Health health, String detail) {
    Instant now = now();
    if (current.from().plusMillis(1).isBefore(now)) {
      ended.add(until(now));
    }
    current = new Phase(health, detail, now, now);
  }

  /** Adds the new exchanges of the first pod, and then this event. */
  void event(Kind kind, String text) {
    add(kind, text, false);
  }

  /** Adds a pod that started during a failure, and what became of it. */
  void newcomer(Newcomer seen) {
    synchronized (this) {
      newcomers.add(seen);
    }
    Duration waited = seen.waited();
    event(
        Kind.POD,
        "%s in a pod that started meanwhile: %s"
            .formatted(
                seen.title(),
                waited == null
                    ? "no call served in "
                        + Measure.duration(Duration.between(seen.startedAt(), now()).toMillis())
                    : "first call served after " + Measure.duration(waited.toMillis())));
  }

  /** Adds an event that matters to everything after it. */
  void turningPoint(Kind kind, String text) {
    add(kind, text, true);
  }

  private void add(Kind kind, String text, boolean marked) {
    List<Exchange> exchanges = observed().get(0).exchanges();
    synchronized (this) {
      addExchanges(exchanges);
      report(new Event(now(), kind, text, marked));
    }
  }

  @GuardedBy("this")
  private void addExchanges(List<Exchange> all) {
    int same = 0;
    for (; reportedExchanges < all.size(); reportedExchanges++) {
      Exchange exchange = all.get(reportedExchanges);
      same++;
      if (exchange.succeeded()) {
        String text =
            keys.add(exchange.detail())
                ? "session %d: %s".formatted(keys.size(), exchange.detail())
                : "the same credentials again, from the cache of the agent";
        report(new Event(exchange.answeredAt(), Kind.CREDENTIALS, text, false));
        same = 0;
      } else if (reportedExchanges == all.size() - 1
          || !exchange.detail().equals(all.get(reportedExchanges + 1).detail())) {
        String count = same == 1 ? "an exchange failed: " : same + " exchanges failed: ";
        report(new Event(exchange.answeredAt(), Kind.EXCHANGE, count + exchange.detail(), false));
        same = 0;
      }
    }
  }

  @GuardedBy("this")
  private void report(Event event) {
    events.add(event);
    listener.accept(event);
  }

  /** Marks the time from which callers should not wait. */
  void ready() {
    readyAt = now();
  }

  /** Marks the end of the calls that should succeed. */
  void endSteadyCalls() {
    steadyUntil = now();
  }

  private List<Timeline.Pod> observed() {
    Instant now = now();
    Instant ready = readyAt;
    return pods.apply(ready == null ? now : ready, now);
  }

  /** Returns what happened until now. */
  Timeline timeline() {
    List<Timeline.Pod> observed = observed();
    synchronized (this) {
      addExchanges(observed.get(0).exchanges());
      Instant now = now();
      List<Phase> phases = new ArrayList<>(ended);
      phases.add(until(now));
      Instant steady = steadyUntil;
      return new Timeline(
          service, start, steady == null ? now : steady, now, phases, events, observed, newcomers);
    }
  }

  @GuardedBy("this")
  private Phase until(Instant now) {
    return new Phase(current.health(), current.detail(), current.from(), now);
  }
}
