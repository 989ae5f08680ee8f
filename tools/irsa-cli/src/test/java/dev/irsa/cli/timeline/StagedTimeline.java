package dev.irsa.cli.timeline;

import dev.irsa.cli.timeline.Exchange.Result;
import dev.irsa.cli.timeline.SessionSpan.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A timeline of 20 s that tests fill as they need. */
public final class StagedTimeline {
  public static final Instant START = Instant.parse("2026-11-24T12:00:00Z");

  public final List<ServicePhase> health = new ArrayList<>();
  public final List<Moment> moments = new ArrayList<>();
  public final List<TokenSpan> tokens = new ArrayList<>();
  public final List<SessionSpan> sessions = new ArrayList<>();
  public final List<Exchange> exchanges = new ArrayList<>();
  public final List<Exchange> agentCalls = new ArrayList<>();
  public final List<Call> calls = new ArrayList<>();
  public final List<Wait> waits = new ArrayList<>();

  public static Instant at(double seconds) {
    return START.plusMillis(Math.round(seconds * 1_000));
  }

  public void session(double from, double until) {
    sessions.add(
        new SessionSpan(Source.EXCHANGE, "ASIA" + sessions.size(), at(from), at(until), at(until)));
  }

  public void exchange(double at, Result result) {
    exchanges.add(new Exchange(result, at(at), at(at), result.label()));
  }

  public void call(double at, Call.Outcome outcome) {
    calls.add(new Call(outcome, "v2-sts", at(at), "detail"));
  }

  public void waited(double from, double until) {
    waits.add(new Wait("v2-sts", at(from), at(until), Duration.between(at(from), at(until))));
  }

  public PodTimeline pod(String name) {
    return new PodTimeline(name, name, tokens, sessions, exchanges, agentCalls, calls, waits);
  }

  /** Returns the timeline, in which calls should succeed for 15 s. */
  public Timeline of(PodTimeline... pods) {
    List<ServicePhase> phases =
        health.isEmpty()
            ? List.of(new ServicePhase(ServiceHealth.WELL, "well", START, at(20)))
            : health;
    return new Timeline("STS", START, at(15), at(20), phases, moments, List.of(pods));
  }

  /** Returns the timeline of one pod named {@code irsa}. */
  public Timeline build() {
    return of(pod("irsa"));
  }
}
