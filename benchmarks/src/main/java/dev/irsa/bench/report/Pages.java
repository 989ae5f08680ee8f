package dev.irsa.bench.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes everything that people read of a run. */
public final class Pages {

  private final Results results;

  /** Takes raw results. */
  public Pages(ObjectNode results) {
    this.results = new Results(results);
  }

  /** Writes the page with charts and tables. */
  public void writeReport(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, new ReportPage(results).html());
  }

  /** Rewrites what is generated in docs/performance.md and docs/startup.md. */
  public void writeDocuments(Path directory) throws IOException {
    GeneratedPages documents = new GeneratedPages(results);
    Marked.replace(directory.resolve("performance.md"), documents.performance());
    Marked.replace(directory.resolve("startup.md"), documents.startup());
  }

  /** Says in a few lines how the targets stand. */
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
