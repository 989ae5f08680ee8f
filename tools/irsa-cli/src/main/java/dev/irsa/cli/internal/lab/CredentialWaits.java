package dev.irsa.cli.internal.lab;

import dev.irsa.cli.internal.pod.CallStream;
import dev.irsa.cli.internal.pod.PodMessage.CallFailed;
import dev.irsa.cli.internal.timeline.Timeline.Wait;
import dev.irsa.testkit.server.RequestRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Measures how long callers waited for credentials, as seen from the lab: a wait shows as a pause
 * in a steady stream of calls. A pause does not count if the stream without credentials pauses as
 * well: the pod or the whole machine stalled.
 *
 * @param start the pod's first calls
 * @param from from when a wait counts
 */
record CredentialWaits(PodObserver.Start start, Instant from) {
  private static final Duration SHORTEST = Duration.ofMillis(1);

  /** A call, from when it was made until it ended, or a pause. */
  private record Span(Instant from, Instant until) {
    boolean overlaps(Span other) {
      return from.isBefore(other.until) && other.from.isBefore(until);
    }

    /** Returns whether it is too short to be a wait. */
    boolean isShort() {
      return length().compareTo(SHORTEST) < 0;
    }

    Duration length() {
      return Duration.between(from, until);
    }
  }

  /**
   * Returns all waits.
   *
   * @param failures the failures of calls in the pod; each is a wait until the call failed
   */
  List<Wait> of(List<RequestRecord> requests, List<CallFailed> failures) {
    List<Span> control =
        counting(pauses(calls(requests, CallStream.CONTROL), CallStream.CONTROL).stream()).toList();
    List<Wait> waits = new ArrayList<>();
    for (CallStream stream : CallStream.values()) {
      if (stream.needsCredentials()) {
        List<Span> failed =
            failures.stream()
                .filter(failure -> failure.stream() == stream)
                .map(failure -> new Span(failure.startedAt(), failure.endedAt()))
                .toList();
        counting(pauses(calls(requests, stream), failed, stream))
            .forEach(pause -> waits.add(wait(stream, pause, control)));
      }
    }
    waits.sort(Comparator.comparing(Wait::from));
    return waits;
  }

  /** Returns how long the calls that need no credentials were late in all. */
  static Duration stalled(List<RequestRecord> requests) {
    return pauses(calls(requests, CallStream.CONTROL), CallStream.CONTROL).stream()
        .map(Span::length)
        .reduce(Duration.ZERO, Duration::plus);
  }

  /** Returns the parts of the pauses that count. */
  private Stream<Span> counting(Stream<Span> pauses) {
    return pauses
        .map(pause -> pause.from.isBefore(from) ? new Span(from, pause.until) : pause)
        .filter(pause -> !pause.isShort());
  }

  private static Wait wait(CallStream stream, Span pause, List<Span> control) {
    Duration shared =
        control.stream()
            .filter(pause::overlaps)
            .map(Span::length)
            .reduce(Duration.ZERO, Duration::plus);
    return new Wait(stream.id(), pause.from, pause.until, pause.length().minus(shared));
  }

  private static List<Span> calls(List<RequestRecord> requests, CallStream stream) {
    return requests.stream()
        .filter(request -> PodObserver.streamOf(request) == stream)
        .map(request -> new Span(request.arrivedAt(), request.answeredAt()))
        .toList();
  }

  private Stream<Span> pauses(List<Span> served, List<Span> failed, CallStream stream) {
    List<Span> calls = new ArrayList<>(served);
    calls.addAll(failed);
    calls.sort(Comparator.comparing(Span::from));
    // A call that failed was a wait from its beginning to its end.
    Stream<Span> first =
        calls.stream()
            .limit(start.callers())
            .filter(call -> !failed.contains(call))
            .map(call -> new Span(start.at(), call.from))
            .filter(pause -> !pause.isShort());
    Stream<Span> between = start.callers() == 1 ? pauses(calls, stream).stream() : Stream.empty();
    return Stream.of(first, between, failed.stream()).flatMap(each -> each);
  }

  /** Returns the pauses between calls, oldest first, that exceed the period of their stream. */
  private static List<Span> pauses(List<Span> calls, CallStream stream) {
    List<Span> sorted = calls.stream().sorted(Comparator.comparing(Span::from)).toList();
    List<Span> pauses = new ArrayList<>();
    for (int i = 1; i < sorted.size(); i++) {
      Span call = sorted.get(i - 1);
      Instant byRate = call.from.plusNanos(stream.periodNanos());
      Instant dueAt = byRate.isBefore(call.until) ? call.until : byRate;
      Span pause = new Span(dueAt, sorted.get(i).from);
      if (!pause.isShort()) {
        pauses.add(pause);
      }
    }
    return pauses;
  }
}
