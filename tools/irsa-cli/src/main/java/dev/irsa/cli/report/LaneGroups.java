package dev.irsa.cli.report;

import dev.irsa.cli.report.SpanLane.Bar;
import dev.irsa.cli.timeline.Measure;
import dev.irsa.cli.timeline.PodTimeline;
import dev.irsa.cli.timeline.SessionSpan;
import dev.irsa.cli.timeline.SessionSpan.Source;
import dev.irsa.cli.timeline.Timeline;
import dev.irsa.cli.timeline.TokenSpan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Makes the lanes of a timeline. Immutable. */
final class LaneGroups {
  private final Timeline run;
  private final Axis axis;
  private final Patterns patterns;
  private final CallLane.Scale scale;

  LaneGroups(Timeline run, Axis axis, Patterns patterns) {
    this.run = run;
    this.patterns = patterns;
    CallLane.Scale all = new CallLane.Scale(run.steadyUntil(), 0, 0);
    for (PodTimeline pod : run.pods()) {
      all = all.with(axis, pod.calls());
    }
    this.scale = all;
    this.axis = axis;
  }

  /** Returns the lanes: one group for a single pod, or STS first and then each pod. */
  List<LaneGroup> all() {
    if (run.pods().size() == 1) {
      PodTimeline pod = run.pods().get(0);
      return List.of(new LaneGroup("", pod.name(), lanes(pod, List.of(service()))));
    }
    List<LaneGroup> groups = new ArrayList<>();
    groups.add(new LaneGroup("", "", List.of(service())));
    for (PodTimeline pod : run.pods()) {
      groups.add(new LaneGroup(pod.title(), pod.name(), lanes(pod, List.of())));
    }
    return groups;
  }

  private List<Lane> lanes(PodTimeline pod, List<Lane> service) {
    List<Lane> lanes = new ArrayList<>();
    if (run.pods().size() == 1 || tokensChange()) {
      lanes.add(tokens(pod));
    }
    lanes.add(sessions(pod));
    lanes.addAll(service);
    if (!pod.agentCalls().isEmpty()) {
      lanes.add(agent(pod));
    }
    lanes.addAll(List.of(exchanges(pod), calls(pod)));
    return lanes;
  }

  /** Returns whether any token was replaced, so that a lane has something to show. */
  private boolean tokensChange() {
    return run.pods().stream().anyMatch(pod -> pod.tokens().size() > 1);
  }

  private Lane service() {
    return new ServiceLane(run.service(), run.health(), axis, patterns);
  }

  private Lane tokens(PodTimeline pod) {
    List<Bar> bars = new ArrayList<>();
    for (TokenSpan token : pod.tokens()) {
      bars.add(
          new Bar(
              "token",
              "token " + (bars.size() + 1),
              "Token %d: in the file from %s to %s, expires at %s"
                  .formatted(
                      bars.size() + 1,
                      Words.at(run.since(token.writtenAt())),
                      Words.at(run.since(token.replacedAt())),
                      Words.at(run.since(token.expiresAt()))),
              token.writtenAt(),
              earlier(token.replacedAt(), token.expiresAt()),
              token.expiresAt()));
    }
    return new SpanLane(
        "Token file", Words.count(Measure.ROTATIONS.of(run, pod), "rotation"), bars);
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private Lane sessions(PodTimeline pod) {
    List<Bar> bars = new ArrayList<>();
    for (SessionSpan session : pod.sessions()) {
      bars.add(session(session, bars.size() + 1));
    }
    long own = Measure.SESSIONS.of(run, pod);
    long node = Measure.NODE_SESSIONS.of(run, pod);
    String summary =
        Words.number(own) + " issued" + (node == 0 ? "" : ", " + node + " of the node");
    return new SpanLane("Sessions", summary, bars);
  }

  private Bar session(SessionSpan session, int number) {
    boolean own = session.source() == Source.EXCHANGE;
    return new Bar(
        own ? "session" : "session other",
        own ? "session " + number : "role of the node",
        "%s %d, %s: issued at %s, last used at %s, expires at %s"
            .formatted(
                own ? "Session" : "Role of the node, session",
                number,
                session.accessKeyId(),
                Words.at(run.since(session.issuedAt())),
                Words.at(run.since(session.lastUsedAt())),
                Words.at(run.since(session.expiresAt()))),
        session.issuedAt(),
        session.lastUsedAt(),
        session.expiresAt());
  }

  private Lane exchanges(PodTimeline pod) {
    return new ExchangeLane(
        "Refreshes",
        "request for credentials",
        results(pod, Measure.EXCHANGES, Measure.FAILED_EXCHANGES),
        pod.exchanges());
  }

  private Lane agent(PodTimeline pod) {
    return new ExchangeLane(
        "Agent",
        "request of the agent to " + run.service(),
        results(pod, Measure.AGENT_CALLS, Measure.FAILED_AGENT_CALLS),
        pod.agentCalls());
  }

  private String results(PodTimeline pod, Measure made, Measure failed) {
    long failures = failed.of(run, pod);
    return "%s succeeded, %s failed"
        .formatted(Words.number(made.of(run, pod) - failures), Words.number(failures));
  }

  private Lane calls(PodTimeline pod) {
    String summary =
        "%s served, %s failed"
            .formatted(Measure.SERVED.text(run, pod), Measure.FAILED.text(run, pod));
    return new CallLane(summary, pod.calls(), pod.waits(), scale, patterns);
  }
}
