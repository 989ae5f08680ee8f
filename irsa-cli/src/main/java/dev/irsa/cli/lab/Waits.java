package dev.irsa.cli.lab;

import dev.irsa.cli.pod.CallStream;
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

  /**
   * A pause between two calls that exceeds the period of the stream.
   *
   * @param from when the next call was due
   * @param until when it arrived
   */
  private record Pause(Instant from, Instant until) {
    Duration length() {
      return Duration.between(from, until);
    }

    boolean overlaps(Pause other) {
      return from.isBefore(other.until) && other.from.isBefore(until);
    }
  }

  private Waits() {}

  /** Returns the longest wait of any call that needs credentials; zero if no call waited. */
  static Duration longest(Traffic traffic) {
    List<Pause> control = pauses(traffic, CallStream.CONTROL);
    Duration longest = Duration.ZERO;
    for (CallStream stream : Traffic.credentialStreams()) {
      for (Pause pause : pauses(traffic, stream)) {
        Duration wait = pause.length().minus(sharedBy(control, pause));
        longest = longest.compareTo(wait) < 0 ? wait : longest;
      }
    }
    return longest;
  }

  private static Duration sharedBy(List<Pause> control, Pause pause) {
    return control.stream()
        .filter(pause::overlaps)
        .map(Pause::length)
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  private static List<Pause> pauses(Traffic traffic, CallStream stream) {
    List<RequestRecord> calls =
        traffic.of(stream).stream().sorted(Comparator.comparing(RequestRecord::arrivedAt)).toList();
    List<Pause> pauses = new ArrayList<>();
    for (int i = 1; i < calls.size(); i++) {
      Instant dueAt = dueAfter(calls.get(i - 1), stream);
      Instant cameAt = calls.get(i).arrivedAt();
      if (cameAt.isAfter(dueAt)) {
        pauses.add(new Pause(dueAt, cameAt));
      }
    }
    return pauses;
  }

  private static Instant dueAfter(RequestRecord call, CallStream stream) {
    Instant byRate = call.arrivedAt().plusNanos(stream.periodNanos());
    return byRate.isBefore(call.answeredAt()) ? call.answeredAt() : byRate;
  }
}
