package dev.irsa.cli.internal.timeline;

import com.google.errorprone.annotations.Immutable;
import dev.irsa.cli.internal.timeline.Timeline.Call;
import dev.irsa.cli.internal.timeline.Timeline.Exchange;
import dev.irsa.cli.internal.timeline.Timeline.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** The figures by which pods are compared, each computed from what happened. */
public enum Measure {
  SERVED("calls served as the pod's role", (run, pod) -> count(run, pod, Call::served)),
  OTHER_IDENTITY(
      "calls served as the node's role",
      (run, pod) -> count(run, pod, call -> call.outcome() == Call.Outcome.OTHER_IDENTITY)),
  FAILED("calls that failed", (run, pod) -> count(run, pod, Call::failed)),
  FAILED_BEFORE_FIRST(
      "of these, before the first credentials",
      (run, pod) -> count(run, pod, call -> failedBeforeFirst(pod, call))),
  FAILED_WHILE_VALID(
      "of these, while credentials were valid",
      (run, pod) -> count(run, pod, call -> threw(call) && hasSession(pod, call.at()))),
  FAILED_AS_OTHER(
      "of these, rejected since made as the node's role",
      (run, pod) -> count(run, pod, call -> call.failed() && isOfNode(pod, call.key()))),
  LONGEST_WAIT("longest wait for credentials", Measure::longestWait),
  FIRST_SERVED("first call served after", Measure::firstServed),
  EXCHANGES("requests for credentials", (run, pod) -> steady(run, pod.exchanges()).size()),
  FAILED_EXCHANGES(
      "of these, failed or not answered", (run, pod) -> failures(steady(run, pod.exchanges()))),
  AGENT_CALLS(
      "requests of the agent to EKS Auth", (run, pod) -> steady(run, pod.agentExchanges()).size()),
  FAILED_AGENT_CALLS(
      "of these, failed or not answered",
      (run, pod) -> failures(steady(run, pod.agentExchanges()))),
  SESSIONS("sessions received", (run, pod) -> sessions(pod, false)),
  NODE_SESSIONS("sessions of the node's role received", (run, pod) -> sessions(pod, true)),
  ROTATIONS("token rotations", Measure::rotations);

  /** The value of a time that never came. */
  private static final long NEVER = -1;

  private final String label;
  private final Value value;

  /** Computes a figure. */
  @Immutable
  private interface Value {
    long of(Timeline run, Pod pod);
  }

  Measure(String label, Value value) {
    this.label = label;
    this.value = value;
  }

  private boolean isTime() {
    return this == LONGEST_WAIT || this == FIRST_SERVED;
  }

  /** Returns a short and stable id, for programs: {@code longestWaitMillis}. */
  public String id() {
    StringBuilder id = new StringBuilder();
    for (String word : name().toLowerCase(Locale.ROOT).split("_", -1)) {
      id.append(
          id.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
    }
    return isTime() ? id + "Millis" : id.toString();
  }

  /** Returns the label, for people. */
  public String label() {
    return label;
  }

  /** Returns whether the figure tells a reader anything in a run. */
  public boolean appliesTo(Timeline run) {
    return switch (this) {
      case AGENT_CALLS, FAILED_AGENT_CALLS -> isPositive(AGENT_CALLS, run);
      case FAILED_BEFORE_FIRST, FAILED_WHILE_VALID, FAILED_AS_OTHER, ROTATIONS ->
          isPositive(this, run);
      case OTHER_IDENTITY, NODE_SESSIONS -> run.pods().size() > 1 || isPositive(this, run);
      default -> true;
    };
  }

  private static boolean isPositive(Measure measure, Timeline run) {
    return run.pods().stream().anyMatch(pod -> measure.of(run, pod) > 0);
  }

  /** Returns the value for one pod: a number, or milliseconds; -1 for a time that never came. */
  public long of(Timeline run, Pod pod) {
    return value.of(run, pod);
  }

  /**
   * Returns whether a pod's figure is worse than the first pod's by more than chance. Figures that
   * are neither good nor bad are never worse.
   */
  public boolean isWorse(Timeline run, Pod pod) {
    long own = of(run, pod);
    long first = of(run, run.subject());
    return switch (this) {
          case SERVED -> own < first * 0.9;
          case OTHER_IDENTITY, FAILED, FAILED_WHILE_VALID, FAILED_AS_OTHER, NODE_SESSIONS ->
              own > first;
          case EXCHANGES -> own >= first * 2;
          case LONGEST_WAIT -> own - first >= 1_000;
          case FIRST_SERVED -> own == NEVER;
          default -> false;
        }
        && own != first;
  }

  /** Returns the value for one pod in words. */
  public String text(Timeline run, Pod pod) {
    long number = of(run, pod);
    if (!isTime()) {
      return number(number);
    }
    return number == NEVER ? "never" : duration(number);
  }

  /** Returns a number with its digits grouped: {@code 1,234}. */
  public static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** Returns a time in milliseconds in words: {@code 12 ms}, {@code 3.4 s}. */
  public static String duration(long millis) {
    return millis < 1_000 ? millis + " ms" : String.format(Locale.ROOT, "%.1f s", millis / 1_000.0);
  }

  private static long count(Timeline run, Pod pod, Predicate<Call> condition) {
    return pod.calls().stream()
        .filter(call -> !call.at().isAfter(run.steadyUntil()))
        .filter(condition)
        .count();
  }

  private static boolean threw(Call call) {
    return call.outcome() == Call.Outcome.THREW;
  }

  private static boolean hasSession(Pod pod, Instant at) {
    return pod.sessions().stream().anyMatch(session -> session.servesAt(at));
  }

  /** Returns whether a call failed since there had never been credentials. */
  public static boolean failedBeforeFirst(Pod pod, Call call) {
    return threw(call)
        && pod.sessions().stream()
            .noneMatch(session -> !session.ofNode() && !session.issuedAt().isAfter(call.at()));
  }

  private static boolean isOfNode(Pod pod, String key) {
    return pod.sessions().stream().anyMatch(each -> each.ofNode() && each.key().equals(key));
  }

  private static long longestWait(Timeline run, Pod pod) {
    return pod.waits().stream()
        .filter(wait -> !wait.until().isAfter(run.steadyUntil()))
        .map(Timeline.Wait::length)
        .mapToLong(Duration::toMillis)
        .max()
        .orElse(0);
  }

  private static long firstServed(Timeline run, Pod pod) {
    return pod.calls().stream()
        .filter(Call::served)
        .findFirst()
        .map(call -> run.since(call.at()).toMillis())
        .orElse(NEVER);
  }

  private static List<Exchange> steady(Timeline run, List<Exchange> exchanges) {
    return exchanges.stream().filter(each -> !each.arrivedAt().isAfter(run.steadyUntil())).toList();
  }

  private static long failures(List<Exchange> exchanges) {
    return exchanges.stream().filter(each -> !each.succeeded()).count();
  }

  private static long sessions(Pod pod, boolean ofNode) {
    return pod.sessions().stream().filter(session -> session.ofNode() == ofNode).count();
  }

  private static long rotations(Timeline run, Pod pod) {
    return pod.tokens().stream()
        .skip(1)
        .filter(token -> !token.writtenAt().isAfter(run.steadyUntil()))
        .count();
  }
}
