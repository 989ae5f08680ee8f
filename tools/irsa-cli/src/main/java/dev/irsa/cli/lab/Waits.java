package dev.irsa.cli.lab;

import dev.irsa.cli.pod.CallStream;
import dev.irsa.cli.pod.PodMessage;
import dev.irsa.cli.timeline.Wait;
import dev.irsa.testkit.server.RequestRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Measures how long callers waited for credentials, as seen from the lab: a wait shows as a pause
 * in a steady stream of calls. A pause that the stream without credentials has as well does not
 * count, since then the pod or the whole machine stalled.
 */
final class Waits {

  /** A call, from when it was made until it ended. */
  private record Span(Instant from, Instant until) {
    Duration length() {
      return Duration.between(from, until);
    }

    boolean overlaps(Span other) {
      return from.isBefore(other.until) && other.from.isBefore(until);
    }
  }

  /**
   * The first calls of a stream.
   *
   * @param at when they were due
   * @param callers how many were due then, each by a thread of its own
   */
  record Start(Instant at, int callers) {}

  private Waits() {}

  /** Returns the longest wait of any call that needs credentials; zero if no call waited. */
  static Duration longest(Traffic traffic) {
    return of(traffic, List.of(), null).stream()
        .map(Wait::length)
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  /**
   * Returns all waits.
   *
   * @param traffic the requests that reached the lab
   * @param failures the failures of calls in the pod; each is a wait until the call failed
   * @param start when the first calls were due, and how many; null if these waits do not count
   */
  static List<Wait> of(
      Traffic traffic, List<PodMessage.CallFailed> failures, @Nullable Start start) {
    List<Span> control = pauses(calls(traffic, CallStream.CONTROL), CallStream.CONTROL);
    List<Wait> waits = new ArrayList<>();
    for (CallStream stream : Traffic.credentialStreams()) {
      List<Span> failed =
          failures.stream()
              .filter(failure -> failure.stream() == stream)
              .map(failure -> new Span(failure.startedAt(), failure.endedAt()))
              .toList();
      List<Span> calls = new ArrayList<>(calls(traffic, stream));
      calls.addAll(failed);
      boolean steady = start == null || start.callers() == 1;
      List<Span> pauses = new ArrayList<>(steady ? pauses(calls, stream) : List.of());
      pauses.addAll(failed);
      if (start != null) {
        pauses.addAll(firstPauses(calls, failed, start));
      }
      pauses.forEach(pause -> waits.add(wait(stream, pause, control)));
    }
    return waits;
  }

  private static Wait wait(CallStream stream, Span pause, List<Span> control) {
    Duration shared =
        control.stream()
            .filter(pause::overlaps)
            .map(Span::length)
            .reduce(Duration.ZERO, Duration::plus);
    return new Wait(stream.id(), pause.from, pause.until, pause.length().minus(shared));
  }

  private static List<Span> calls(Traffic traffic, CallStream stream) {
    return traffic.of(stream).stream().map(Waits::call).toList();
  }

  private static Span call(RequestRecord request) {
    return new Span(request.arrivedAt(), request.answeredAt());
  }

  /** Returns the pauses before the first calls, except those that failed: these are whole waits. */
  private static List<Span> firstPauses(List<Span> calls, List<Span> failed, Start start) {
    return calls.stream()
        .sorted(Comparator.comparing(Span::from))
        .limit(start.callers())
        .filter(call -> !failed.contains(call))
        .map(call -> new Span(start.at(), call.from()))
        .filter(pause -> pause.from().isBefore(pause.until()))
        .toList();
  }

  /** Returns the pauses between calls that exceed the period of their stream. */
  private static List<Span> pauses(List<Span> calls, CallStream stream) {
    List<Span> sorted = calls.stream().sorted(Comparator.comparing(Span::from)).toList();
    List<Span> pauses = new ArrayList<>();
    for (int i = 1; i < sorted.size(); i++) {
      Instant dueAt = dueAfter(sorted.get(i - 1), stream);
      Instant madeAt = sorted.get(i).from();
      if (madeAt.isAfter(dueAt)) {
        pauses.add(new Span(dueAt, madeAt));
      }
    }
    return pauses;
  }

  private static Instant dueAfter(Span call, CallStream stream) {
    Instant byRate = call.from().plusNanos(stream.periodNanos());
    return byRate.isBefore(call.until()) ? call.until() : byRate;
  }
}
