package dev.irsa.bench.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The self-contained page: ratios first, then every part with its charts and tables. */
final class ReportPage {

  private final Results results;
  private final Tables tables;
  private final Charts charts;
  private final List<Target> targets;
  private final StringBuilder html = new StringBuilder();

  ReportPage(Results results) {
    this.results = results;
    this.tables = new Tables(results);
    this.charts = new Charts(results);
    this.targets = Targets.of(results);
  }

  String html() throws IOException {
    html.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
        .append("<title>irsa compared with the AWS SDKs</title><style>\n")
        .append(style())
        .append("</style></head><body><main>\n");
    head();
    section(
        "coldstart",
        "From the start of a fresh JVM to its first credentials over HTTPS. CPU is user and system"
            + " time of the whole process; wall time ends when the credentials are available. Every"
            + " round runs every variant once, in random order; whiskers and brackets are quartiles.");
    section(
        "firstcall",
        "From the start of a fresh JVM to the response of a service. What is added is compared per"
            + " round with the same application with static credentials, without our jars and"
            + " without sts. The eager variant of Spring Boot is our starter, the other one a bean"
            + " of the application.");
    section(
        "hotpath",
        "The call for every request to AWS, warmed up. B is the allocation of one" + " call.");
    section(
        "calls",
        "Calls for credentials besides the hot path, warmed up, one thread. Beside: whether another"
            + " handle of the session stays open.");
    section(
        "stall",
        "16 threads make a steady 50 calls a second each, all providers at the same"
            + " time. Sessions live 30 s and the SDKs' windows are scaled accordingly; STS takes 200 ms. An"
            + " outage begins 18 s before a session expires and ends 1.5 s before (9 s where STS"
            + " hangs). Exceptions in a session's last 1.25 s do not count as \"while valid\".");
    section(
        "refresh",
        "Token file, exchange, response, new session. Ours opens a connection each time and"
            + " closes it; the peers keep theirs alive.");
    section(
        "scale",
        "Roles in one process, each with its own session. Lateness is measured from the"
            + " planned time of a refresh to the new session.");
    section(
        "fleet",
        "10,000 pods with sessions of an hour, in virtual time. Our policy runs the real engine;"
            + " AWS's specification and the SDKs are modelled by their windows. Outages begin at"
            + " every 5 minutes of an hour; the worst is shown.");
    section("footprint", "Jars as resolved by Maven.");
    return html.append("</main></body></html>\n").toString();
  }

  private void head() {
    html.append("<h1>irsa compared with the AWS SDKs</h1><p class=\"quiet\">")
        .append(Html.escaped(Stamp.machine(results)))
        .append("</p><div class=\"tiles\">");
    tile(
        Long.toString(Targets.count(targets, Target.Verdict.MET)),
        "targets met of " + targets.size());
    tile(Long.toString(Targets.count(targets, Target.Verdict.MISSED)), "missed");
    headline(
        "CPU, adapter / SDK v2 " + results.newestSdk() + ", JDK 17",
        "of the CPU of SDK v2's" + " default provider to first credentials");
    headline("worst wait, v2 in 5 scenarios", "worst wait in five scenarios");
    html.append("</div><nav><a href=\"#targets\">Targets</a>");
    for (String part : Labels.PARTS) {
      html.append("<a href=\"#")
          .append(part)
          .append("\">")
          .append(Labels.part(part))
          .append("</a>");
    }
    html.append("</nav><h2 id=\"targets\">Targets</h2>");
    html.append("<p>Every target of the project with its figure. Ratios are computed per")
        .append(" round; figures that could not be measured are omitted.</p>");
    html.append(Tables.targets(targets).html());
  }

  private void headline(String what, String says) {
    for (Target target : targets) {
      if (target.what().equals(what) && target.measured() != null) {
        tile(target.measuredText(), says);
      }
    }
  }

  private void tile(String figure, String says) {
    html.append("<div class=\"tile\"><b>")
        .append(Html.escaped(figure))
        .append("</b><span>")
        .append(Html.escaped(says))
        .append("</span></div>");
  }

  private void section(String part, String intro) {
    html.append("<h2 id=\"")
        .append(part)
        .append("\">")
        .append(Labels.part(part))
        .append("</h2><p>");
    html.append(Html.escaped(intro)).append("</p><p class=\"quiet\">");
    html.append(Html.escaped(Stamp.part(results, part))).append("</p>\n");
    switch (part) {
      case "coldstart" -> coldStart();
      case "firstcall" ->
          tables.firstCall().forEach((title, table) -> table("What is added to " + title, table));
      case "hotpath" -> {
        for (int threads : new int[] {1, 8}) {
          html.append(charts.hotPath(threads));
          table(threads + (threads == 1 ? " thread" : " threads"), tables.hotPath(threads));
        }
      }
      case "calls" -> table(null, tables.calls());
      case "stall" -> {
        html.append(charts.stalls());
        tables.stalls().forEach(this::table);
      }
      case "refresh" -> {
        html.append(charts.refresh());
        table(null, tables.refresh());
      }
      case "scale" -> table(null, tables.scale());
      case "fleet" -> {
        html.append(charts.fleet());
        table("Without an outage", tables.fleet());
        table("Through an outage", tables.outages());
      }
      default -> table(null, tables.footprint());
    }
    omitted(part);
  }

  private void coldStart() {
    html.append(charts.coldStart());
    for (Map.Entry<String, Table> each : tables.coldStart().entrySet()) {
      table(each.getKey(), each.getValue());
    }
    for (Map.Entry<String, Table> each : tables.container().entrySet()) {
      table("From the EKS Pod Identity agent, over HTTP, " + each.getKey(), each.getValue());
    }
    tables.agent().forEach((jdk, table) -> table("With agents of the JVM, " + jdk, table));
    tables.outside().forEach((jdk, table) -> table("Outside of a pod, " + jdk, table));
  }

  private void table(@Nullable String title, Table table) {
    if (table.isEmpty()) {
      return;
    }
    if (title != null) {
      html.append("<h3>").append(Html.escaped(title)).append("</h3>");
    }
    html.append(table.html());
  }

  private void omitted(String part) {
    List<String> lines = Stamp.omitted(results, part);
    if (!lines.isEmpty()) {
      html.append("<p class=\"quiet\">Omitted:</p><ul class=\"omitted\">");
      lines.forEach(line -> html.append("<li>").append(Html.escaped(line)).append("</li>"));
      html.append("</ul>");
    }
  }

  private static String style() throws IOException {
    try (InputStream css = ReportPage.class.getResourceAsStream("report.css")) {
      if (css == null) {
        throw new IOException("report.css is missing");
      }
      return new String(css.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
