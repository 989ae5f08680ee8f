package dev.irsa.cli.timeline;

import dev.irsa.cli.timeline.Exchange.Result;
import dev.irsa.cli.timeline.SessionSpan.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** The figures by which pods are compared, each computed from what happened. */
public enum Measure {
  SERVED("calls served as the pod's role"),
  OTHER_IDENTITY("calls served as another identity"),
  FAILED("calls that failed"),
  FAILED_WHILE_VALID("of these, while credentials were valid"),
  LONGEST_WAIT("longest wait for credentials", Unit.MILLISECONDS),
  FIRST_SERVED("first call served after", Unit.MILLISECONDS),
  EXCHANGES("requests for credentials"),
  FAILED_EXCHANGES("of these, failed or not answered"),
  BUSIEST_SECOND("most requests within one second"),
  AGENT_CALLS("requests of the agent to EKS Auth"),
  FAILED_AGENT_CALLS("of these, failed or not answered"),
  SESSIONS("sessions received"),
  NODE_SESSIONS("sessions of the node's role received"),
  ROTATIONS("token rotations");

  private enum Unit {
    NONE,
    MILLISECONDS
  }

  /** The value of a time that never came. */
  private static final long NEVER = -1;

  private static final double MOST_OF_THEM = 0.9;
  private static final long SEVERAL_TIMES = 2;
  private static final long MILLIS_THAT_MATTER = 1_000;

  private final String label;
  private final Unit unit;

  Measure(String label) {
    this(label, Unit.NONE);
  }

  Measure(String label, Unit unit) {
    this.label = label;
    this.unit = unit;
  }

  /** Returns a short and stable id, for programs: {@code longestWaitMillis}. */
  public String id() {
    StringBuilder id = new StringBuilder();
    for (String word : name().toLowerCase(Locale.ROOT).split("_", -1)) {
      id.append(
          id.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
    }
    return unit == Unit.NONE ? id.toString() : id + "Millis";
  }

  /** Returns the label, for people. */
  public String label() {
    return label;
  }

  /** Returns whether the figure means anything in a run. */
  public boolean appliesTo(Timeline run) {
    return switch (this) {
      case AGENT_CALLS, FAILED_AGENT_CALLS -> isPositive(AGENT_CALLS, run);
      case NODE_SESSIONS -> run.pods().size() > 1 || isPositive(this, run);
      default -> true;
    };
  }

  private static boolean isPositive(Measure measure, Timeline run) {
    return run.pods().stream().anyMatch(pod -> measure.of(run, pod) > 0);
  }

  /** Returns the value for one pod: a number, or milliseconds; -1 for a time that never came. */
  public long of(Timeline run, PodTimeline pod) {
    return switch (this) {
      case SERVED -> count(run, pod, Call.Outcome.SERVED);
      case OTHER_IDENTITY -> count(run, pod, Call.Outcome.OTHER_IDENTITY);
      case FAILED -> failed(run, pod).size();
      case FAILED_WHILE_VALID -> failedWhileValid(run, pod);
      case LONGEST_WAIT -> longestWait(run, pod);
      case FIRST_SERVED -> firstServed(run, pod);
      case EXCHANGES -> steady(run, pod.exchanges()).size();
      case FAILED_EXCHANGES -> failures(steady(run, pod.exchanges()));
      case BUSIEST_SECOND -> busiestSecond(steady(run, pod.exchanges()));
      case AGENT_CALLS -> steady(run, pod.agentCalls()).size();
      case FAILED_AGENT_CALLS -> failures(steady(run, pod.agentCalls()));
      case SESSIONS -> sessions(pod, Source.EXCHANGE);
      case NODE_SESSIONS -> sessions(pod, Source.NODE);
      case ROTATIONS -> rotations(run, pod);
    };
  }

  /**
   * Returns whether the figure of a pod is clearly worse than that of the first one, and not only
   * by chance. Figures that are neither good nor bad are never worse.
   */
  public boolean isWorse(Timeline run, PodTimeline pod) {
    long own = of(run, pod);
    long first = of(run, run.pods().get(0));
    return switch (this) {
          case SERVED -> own < first * MOST_OF_THEM;
          case OTHER_IDENTITY, FAILED, FAILED_WHILE_VALID, NODE_SESSIONS -> own > first;
          case EXCHANGES, BUSIEST_SECOND -> own >= first * SEVERAL_TIMES;
          case LONGEST_WAIT -> own - first >= MILLIS_THAT_MATTER;
          case FIRST_SERVED -> own == NEVER && first != NEVER;
          default -> false;
        }
        && own != first;
  }

  /** Returns the value for one pod in words. */
  public String text(Timeline run, PodTimeline pod) {
    long value = of(run, pod);
    if (unit == Unit.NONE) {
      return number(value);
    }
    return value == NEVER ? "never" : duration(value);
  }

  /** Returns a number with its digits grouped: {@code 1,234}. */
  public static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** Returns a time in milliseconds in words: {@code 12 ms}, {@code 3.4 s}. */
  public static String duration(long millis) {
    return millis < 1_000 ? millis + " ms" : String.format(Locale.ROOT, "%.1f s", millis / 1_000.0);
  }

  private static List<Call> calls(Timeline run, PodTimeline pod) {
    return pod.calls().stream().filter(call -> !call.at().isAfter(run.steadyUntil())).toList();
  }

  private static long count(Timeline run, PodTimeline pod, Call.Outcome outcome) {
    return calls(run, pod).stream().filter(call -> call.outcome() == outcome).count();
  }

  private static List<Call> failed(Timeline run, PodTimeline pod) {
    return calls(run, pod).stream().filter(Call::failed).toList();
  }

  private static long failedWhileValid(Timeline run, PodTimeline pod) {
    return failed(run, pod).stream()
        .filter(call -> call.outcome() == Call.Outcome.THREW && hasSession(pod, call.at()))
        .count();
  }

  private static long failures(List<Exchange> exchanges) {
    return exchanges.stream().filter(each -> each.result() != Result.ISSUED).count();
  }

  private static boolean hasSession(PodTimeline pod, Instant at) {
    return pod.sessions().stream().anyMatch(session -> session.servesAt(at));
  }

  private static long longestWait(Timeline run, PodTimeline pod) {
    return pod.waits().stream()
        .filter(wait -> !wait.from().isAfter(run.steadyUntil()))
        .map(Wait::length)
        .mapToLong(Duration::toMillis)
        .max()
        .orElse(0);
  }

  private static long firstServed(Timeline run, PodTimeline pod) {
    return pod.calls().stream()
        .filter(call -> call.outcome() == Call.Outcome.SERVED)
        .findFirst()
        .map(call -> run.since(call.at()).toMillis())
        .orElse(NEVER);
  }

  private static List<Exchange> steady(Timeline run, List<Exchange> exchanges) {
    return exchanges.stream()
        .filter(exchange -> !exchange.arrivedAt().isAfter(run.steadyUntil()))
        .toList();
  }

  private static long busiestSecond(List<Exchange> exchanges) {
    int most = 0;
    int first = 0;
    for (int last = 0; last < exchanges.size(); last++) {
      Instant second = exchanges.get(last).arrivedAt().minusSeconds(1);
      while (!exchanges.get(first).arrivedAt().isAfter(second)) {
        first++;
      }
      most = Math.max(most, last - first + 1);
    }
    return most;
  }

  private static long sessions(PodTimeline pod, Source source) {
    return pod.sessions().stream().filter(session -> session.source() == source).count();
  }

  private static long rotations(Timeline run, PodTimeline pod) {
    return pod.tokens().stream()
        .skip(1)
        .filter(token -> !token.writtenAt().isAfter(run.steadyUntil()))
        .count();
  }
}
