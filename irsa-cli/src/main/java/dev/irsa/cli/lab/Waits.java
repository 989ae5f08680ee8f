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

  private Waits() {}

  /** Returns the longest wait of any call that needs credentials; zero if no call waited. */
  static Duration longest(Traffic traffic) {
    return of(traffic, List.of()).stream()
        .map(Wait::length)
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  /**
   * Returns all waits.
   *
   * @param traffic the requests that reached the lab
   * @param failures the failures of calls in the pod; each is a wait until the call failed
   */
  static List<Wait> of(Traffic traffic, List<PodMessage.CallFailed> failures) {
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
      List<Span> pauses = new ArrayList<>(pauses(calls, stream));
      pauses.addAll(failed);
      pauses.forEach(pause -> waits.add(wait(stream, pause, control)));
    }
    return waits;
  }

  private static Wait wait(CallStream stream, Span pause, List<Span> control) {
    Duration shared =
        control.stream()
            .filter(pause::overlaps)
            .map(Span::length)
            .max(Comparator.naturalOrder())
            .orElse(Duration.ZERO);
    return new Wait(stream.id(), pause.from, pause.until, pause.length().minus(shared));
  }

  private static List<Span> calls(Traffic traffic, CallStream stream) {
    return traffic.of(stream).stream().map(Waits::call).toList();
  }

  private static Span call(RequestRecord request) {
    return new Span(request.arrivedAt(), request.answeredAt());
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
