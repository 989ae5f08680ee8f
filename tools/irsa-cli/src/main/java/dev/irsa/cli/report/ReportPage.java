package dev.irsa.cli.report;

import dev.irsa.cli.report.Report.Figure;
import dev.irsa.cli.report.Report.Finding;
import dev.irsa.cli.report.Report.StoryLine;
import dev.irsa.cli.report.Report.Tile;
import dev.irsa.cli.report.TimelineChart.Layout;
import dev.irsa.cli.timeline.Measure;
import dev.irsa.cli.timeline.PodTimeline;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The report as one HTML page without external resources and scripts. The page is also well-formed
 * XML. Not thread-safe.
 */
public final class ReportPage {
  private final Report report;
  private final Markup html = new Markup();

  private ReportPage(Report report) {
    this.report = report;
  }

  /** Writes the page to a file, which is replaced if it exists. */
  public static void write(Report report, Path file) throws IOException {
    Files.writeString(file, html(report));
  }

  /** Returns the page. */
  public static String html(Report report) {
    ReportPage page = new ReportPage(report);
    page.write();
    return page.html.toString();
  }

  private void write() {
    html.type("<!DOCTYPE html>").text("\n");
    html.open("html").attribute("lang", "en");
    head();
    html.open("body").open("main");
    header();
    tiles();
    timeline();
    html.open("div", "tables");
    figures();
    findings();
    html.close();
    story();
    html.element("footer", report.origin());
    html.close().close().close();
  }

  private void head() {
    html.open("head");
    html.empty("meta").attribute("charset", "utf-8");
    html.empty("meta")
        .attribute("name", "viewport")
        .attribute("content", "width=device-width, initial-scale=1");
    html.element("title", report.title() + ": " + report.verdict());
    html.element("style", style());
    html.close();
  }

  private void header() {
    html.open("header");
    html.element("p", "eyebrow", report.title());
    html.open("h1", report.holds() ? "holds" : "fails");
    html.element("span", "sign", report.holds() ? "\u2713" : "\u2717");
    html.text(" " + report.verdict()).close();
    html.element("p", "introduction", report.introduction());
    html.close();
  }

  private void tiles() {
    html.open("dl", "tiles");
    for (Tile tile : report.tiles()) {
      html.open("div");
      html.element("dt", tile.label());
      html.open("dd");
      tile.figures().forEach(this::figure);
      html.close().close();
    }
    html.close();
  }

  private void figure(Figure figure) {
    html.open("span", figure.worse() ? "figure worse" : "figure");
    if (!figure.pod().isEmpty()) {
      html.element("span", "pod", figure.pod());
    }
    html.text(figure.text()).close();
  }

  private void timeline() {
    html.open("figure");
    html.element("h2", "Timeline");
    new Legend(report.timeline(), html).write();
    new TimelineChart(report.timeline(), Layout.WIDE, html).draw();
    new TimelineChart(report.timeline(), Layout.NARROW, html).draw();
    html.close();
  }

  private void figures() {
    html.open("section", "figures").element("h2", "Figures");
    html.open("table").open("thead").open("tr");
    html.element("td", "");
    for (PodTimeline pod : report.timeline().pods()) {
      html.open("th").attribute("scope", "col").text(pod.title()).close();
    }
    html.close().close().open("tbody");
    for (Measure measure : Measure.values()) {
      if (measure.appliesTo(report.timeline())) {
        figures(measure);
      }
    }
    html.close().close().close();
  }

  private void figures(Measure measure) {
    html.open("tr").attribute("data-measure", measure.name());
    html.open("th").attribute("scope", "row").text(measure.label()).close();
    for (PodTimeline pod : report.timeline().pods()) {
      boolean worse = measure.isWorse(report.timeline(), pod);
      html.open("td", worse ? "number worse" : "number")
          .attribute("data-pod", pod.name())
          .attribute("data-value", Long.toString(measure.of(report.timeline(), pod)))
          .text(measure.text(report.timeline(), pod))
          .close();
    }
    html.close();
  }

  private void findings() {
    html.open("section", "findings").element("h2", "Claims").open("ul");
    for (Finding finding : report.findings()) {
      html.open("li", finding.holds() ? "holds" : "fails");
      html.element("span", "sign", finding.holds() ? "\u2713" : "\u2717");
      html.element("b", finding.statement());
      html.element("span", "evidence", finding.evidence());
      html.close();
    }
    html.close().close();
  }

  private void story() {
    html.open("details", "story");
    html.element("summary", "All " + Words.count(report.story().size(), "event"));
    html.open("table").open("tbody");
    for (StoryLine line : report.story()) {
      html.open("tr");
      html.element("td", "number", Words.at(report.timeline().since(line.at())));
      html.element("td", "subject", line.subject());
      html.element("td", line.text());
      html.close();
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
      throw new IllegalStateException("report.css cannot be read", e);
    }
  }
}
