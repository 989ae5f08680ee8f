package dev.irsa.cli.internal.timeline;

import dev.irsa.cli.internal.pod.PodMessage;
import dev.irsa.cli.internal.timeline.Timeline.Call;
import dev.irsa.cli.internal.timeline.Timeline.Event;
import dev.irsa.cli.internal.timeline.Timeline.Exchange;
import dev.irsa.cli.internal.timeline.Timeline.Exchange.Result;
import dev.irsa.cli.internal.timeline.Timeline.Health;
import dev.irsa.cli.internal.timeline.Timeline.Newcomer;
import dev.irsa.cli.internal.timeline.Timeline.Phase;
import dev.irsa.cli.internal.timeline.Timeline.Pod;
import dev.irsa.cli.internal.timeline.Timeline.Session;
import dev.irsa.cli.internal.timeline.Timeline.Token;
import dev.irsa.cli.internal.timeline.Timeline.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A timeline of 20 s that tests fill as they need. */
public final class SampleTimeline {
  public static final Instant START = Instant.parse("2026-11-24T12:00:00Z");

  public final List<Phase> phases = new ArrayList<>();
  public final List<Event> events = new ArrayList<>();
  public final List<Token> tokens = new ArrayList<>();
  public final List<Session> sessions = new ArrayList<>();
  public final List<Exchange> exchanges = new ArrayList<>();
  public final List<Exchange> agentExchanges = new ArrayList<>();
  public final List<Call> calls = new ArrayList<>();
  public final List<Wait> waits = new ArrayList<>();
  public final List<Newcomer> newcomers = new ArrayList<>();
  public Duration stalled = Duration.ZERO;
  public final Map<String, Integer> callsMade = new HashMap<>();
  public final List<PodMessage.Denied> denials = new ArrayList<>();

  public static Instant at(double seconds) {
    return START.plusMillis(Math.round(seconds * 1_000));
  }

  public void session(double from, double until) {
    sessions.add(new Session(false, "ASIA" + sessions.size(), at(from), at(until), at(until)));
  }

  public void exchange(double at, Result result) {
    exchanges.add(new Exchange(result, at(at), at(at), result.toString()));
  }

  public void call(double at, Call.Outcome outcome) {
    call(at, outcome, "ASIA0");
  }

  public void call(double at, Call.Outcome outcome, String key) {
    call(at, outcome, key, "v2-sts");
  }

  public void call(double at, Call.Outcome outcome, String key, String stream) {
    calls.add(new Call(outcome, stream, at(at), key, "detail"));
  }

  public void waited(double from, double until) {
    waits.add(new Wait("v2-sts", at(from), at(until), Duration.between(at(from), at(until))));
  }

  public Pod pod(String name) {
    return new Pod(
        name,
        name,
        tokens,
        sessions,
        exchanges,
        agentExchanges,
        calls,
        waits,
        stalled,
        callsMade,
        denials);
  }

  /** Returns the timeline, in which calls should succeed for 15 s. */
  public Timeline of(Pod... pods) {
    List<Phase> all =
        phases.isEmpty() ? List.of(new Phase(Health.WELL, "well", START, at(20))) : phases;
    return new Timeline("STS", START, at(15), at(20), all, events, List.of(pods), newcomers);
  }

  /** Returns the timeline of one pod named {@code irsa}. */
  public Timeline build() {
    return of(pod("irsa"));
  }
}
