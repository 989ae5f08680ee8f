package dev.irsa.cli.report;

import dev.irsa.cli.timeline.Call;
import dev.irsa.cli.timeline.Exchange;
import dev.irsa.cli.timeline.Timeline;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Explains the signs that occur in a timeline; those that do not occur are left out. */
final class Legend {
  private final Timeline run;
  private final Markup html;

  Legend(Timeline run, Markup html) {
    this.run = run;
    this.html = html;
  }

  void write() {
    html.open("ul", "legend");
    entry("bar", "solid: in use; pale: still valid");
    for (Exchange.Result result : Exchange.Result.values()) {
      if (exchanges(exchange -> exchange.result() == result)) {
        exchange(result);
      }
    }
    entry("served", "calls served");
    if (calls(call -> call.outcome() == Call.Outcome.OTHER_IDENTITY)) {
      entry("as-other", "calls served as the role of the node");
    }
    if (calls(call -> call.failed() && !call.at().isAfter(run.steadyUntil()))) {
      entry("failed", "calls that failed");
    }
    if (calls(call -> call.failed() && call.at().isAfter(run.steadyUntil()))) {
      entry("denied", "calls denied after the deletion");
    }
    if (run.pods().stream()
        .flatMap(pod -> pod.waits().stream())
        .anyMatch(wait -> CallLane.isShown(wait, run.steadyUntil()))) {
      entry("wait", "callers waited for credentials");
    }
    html.close();
  }

  private void exchange(Exchange.Result result) {
    switch (result) {
      case ISSUED -> entry("issued", "refresh succeeded");
      case UNANSWERED -> entry("unanswered", "refresh without a response");
      case FAILED -> {
        html.open("li").element("i", "cross", "\u2715");
        html.text("refresh failed").close();
      }
    }
  }

  private boolean exchanges(Predicate<Exchange> condition) {
    return run.pods().stream()
        .flatMap(pod -> Stream.concat(pod.exchanges().stream(), pod.agentCalls().stream()))
        .anyMatch(condition);
  }

  private boolean calls(Predicate<Call> condition) {
    return run.pods().stream().flatMap(pod -> pod.calls().stream()).anyMatch(condition);
  }

  private void entry(String style, String text) {
    html.open("li");
    html.open("i", style).close();
    html.text(text).close();
  }
}
