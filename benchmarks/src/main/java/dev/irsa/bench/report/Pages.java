package dev.irsa.bench.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes the pages of a run. */
public final class Pages {

  private final Results results;

  /** Creates pages from raw results. */
  public Pages(ObjectNode results) {
    this.results = new Results(results);
  }

  /** Writes the page with charts and tables. */
  public void writeReport(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, new ReportPage(results).html());
  }

  /**
   * Rewrites the generated sections of docs/performance.md and docs/startup.md, and the figure
   * docs/refresh-window.svg if other windows were compared.
   */
  public void writeDocuments(Path directory) throws IOException {
    GeneratedPages documents = new GeneratedPages(results);
    Marked.replace(directory.resolve("performance.md"), documents.performance());
    Marked.replace(directory.resolve("startup.md"), documents.startup());
    WindowFigure figure = new WindowFigure(results);
    if (!figure.isEmpty()) {
      Files.writeString(directory.resolve("refresh-window.svg"), figure.svg());
    }
  }

  /** Returns a summary of the targets in a few lines. */
  public List<String> summary() {
    List<Target> targets = Targets.of(results);
    List<String> lines = new ArrayList<>();
    lines.add(
        Targets.count(targets, Target.Verdict.MET)
            + " targets met, "
            + Targets.count(targets, Target.Verdict.MISSED)
            + " missed, "
            + Targets.count(targets, Target.Verdict.OPEN)
            + " not measured");
    for (Target target : targets) {
      if (target.verdict() == Target.Verdict.MISSED) {
        lines.add(
            "missed: " + target.what() + ": " + target.measuredText() + ", " + target.limitText());
      }
    }
    return lines;
  }
}
