package dev.irsa.cli.internal.report;

import dev.irsa.cli.internal.report.Chart.Layout;
import dev.irsa.cli.internal.timeline.Measure;
import dev.irsa.cli.internal.timeline.Timeline;
import dev.irsa.cli.internal.timeline.Timeline.Claim;
import dev.irsa.cli.internal.timeline.Timeline.Exchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The report of a run as one HTML page without external resources and scripts, which is also
 * well-formed XML. Immutable.
 *
 * @param title what was run
 * @param holds whether every claim holds
 * @param finding what was found out, in a line
 * @param introduction what happened, in a few sentences
 * @param verdict whether the claims hold, in a sentence
 * @param origin when, where and with what the report was made
 */
public record ReportPage(
    String title,
    boolean holds,
    String finding,
    String introduction,
    String verdict,
    List<Claim> claims,
    Timeline run,
    String origin) {

  /** Copies the claims. */
  public ReportPage {
    claims = List.copyOf(claims);
  }

  /** Returns the page. */
  public String html() {
    Markup html = new Markup();
    html.type("<!DOCTYPE html>").text("\n");
    html.open("html", "lang", "en").open("head");
    html.empty("meta", "charset", "utf-8");
    html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    html.element("title", title + ": " + finding);
    html.element("style", style()).close();
    html.open("body").open("main").open("header");
    html.element("p", title, "class", "command");
    html.element("h1", finding);
    html.element("p", introduction, "class", "introduction").close();
    html.open("figure").element("h2", "Timeline");
    legend(html);
    Stream.of(Layout.values()).forEach(layout -> new Chart(run, layout, html).draw());
    html.element("p", "Point at a mark for its details.", "class", "pointing").close();
    html.open("div", "class", "tables");
    figures(html);
    claims(html);
    html.close();
    events(html);
    html.element("footer", origin).close().close().close();
    return html.toString();
  }

  /** Explains the signs that occur in the timeline. */
  private void legend(Markup html) {
    Set<Exchange.Result> results =
        run.pods().stream()
            .flatMap(pod -> Stream.concat(pod.exchanges().stream(), pod.agentExchanges().stream()))
            .map(Exchange::result)
            .collect(Collectors.toSet());
    Set<String> calls =
        run.pods().stream()
            .flatMap(pod -> pod.calls().stream().map(call -> Lanes.style(run, pod, call)))
            .collect(Collectors.toSet());
    html.open("ul", "class", "legend");
    entry(html, true, "bar", "credentials: solid in use, pale still valid");
    entry(html, results.contains(Exchange.Result.ISSUED), "issued", "refresh succeeded");
    entry(html, results.contains(Exchange.Result.FAILED), "cross", "refresh failed");
    entry(html, results.contains(Exchange.Result.UNANSWERED), "unanswered", "without a response");
    entry(html, calls.contains(Lanes.SERVED), "served", "calls served");
    entry(html, calls.contains(Lanes.AS_OTHER), "as-other", "as the node's role");
    entry(html, calls.contains(Lanes.FAILED), "failed", "calls failed");
    entry(html, calls.contains(Lanes.EARLY), "denied", "calls failed, no credentials yet");
    entry(html, calls.contains(Lanes.DENIED), "denied", "calls denied after the deletion");
    entry(
        html,
        run.pods().stream()
            .flatMap(pod -> pod.waits().stream())
            .anyMatch(wait -> Lanes.isShown(run, wait)),
        "wait",
        "callers waited");
    entry(html, !run.failures().isEmpty(), "failing", run.service() + " fails");
    html.close();
  }

  private static void entry(Markup html, boolean occurs, String style, String text) {
    if (occurs) {
      html.open("li").element("i", style.equals("cross") ? "\u2715" : "", "class", style);
      html.text(text).close();
    }
  }

  private void figures(Markup html) {
    html.open("section", "class", "figures").element("h2", "Figures");
    html.open("table").open("thead").open("tr").element("td", "");
    run.pods().forEach(pod -> html.element("th", pod.title(), "scope", "col"));
    html.close().close().open("tbody");
    for (Measure measure : Measure.values()) {
      if (measure.appliesTo(run)) {
        boolean part = measure.label().startsWith("of these");
        html.open("tr", "data-measure", measure.name());
        html.element("th", measure.label(), "scope", "row", "class", part ? "part" : "whole");
        for (Timeline.Pod pod : run.pods()) {
          html.element(
              "td",
              measure.text(run, pod),
              "class",
              measure.isWorse(run, pod) ? "number worse" : "number",
              "data-pod",
              pod.name(),
              "data-value",
              Long.toString(measure.of(run, pod)));
        }
        html.close();
      }
    }
    html.close().close().close();
  }

  private void claims(Markup html) {
    html.open("section", "class", "claims");
    html.element("h2", verdict, "class", holds ? "holds" : "fails").open("ul");
    for (Claim claim : claims) {
      html.open("li", "class", claim.holds() ? "holds" : "fails");
      html.element("span", claim.holds() ? "\u2713" : "\u2717", "class", "sign");
      html.element("b", claim.statement());
      html.element("span", claim.finding(), "class", "evidence").close();
    }
    html.close().close();
  }

  private void events(Markup html) {
    html.open("details", "class", "events");
    html.element("summary", "All " + Lanes.count(run.events().size(), "event"));
    html.open("table").open("tbody");
    for (Timeline.Event event : run.events()) {
      html.open("tr").element("td", Lanes.at(run.since(event.at())), "class", "number");
      html.element("td", event.kind().label(), "class", "kind");
      html.element("td", event.text()).close();
    }
    html.close().close().close();
  }

  private static String style() {
    try (InputStream css = ReportPage.class.getResourceAsStream("report.css")) {
      if (css == null) {
        throw new IllegalStateException("report.css is missing");
      }
      return new String(css.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
