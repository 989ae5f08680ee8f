package dev.irsa.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** Writes the generated parts of the documents. */
final class GeneratedPages {

  private final Results results;
  private final Tables tables;

  GeneratedPages(Results results) {
    this.results = results;
    this.tables = new Tables(results);
  }

  String performance() {
    List<Target> targets = Targets.of(results);
    StringBuilder text = new StringBuilder(Stamp.machine(results)).append("\n\n");
    text.append(Targets.count(targets, Target.Verdict.MET))
        .append(" targets met, ")
        .append(Targets.count(targets, Target.Verdict.MISSED))
        .append(" missed, ")
        .append(Targets.count(targets, Target.Verdict.OPEN))
        .append(" not measured. Medians; ratios are computed per round.\n\n");
    for (String part : Labels.PARTS) {
      List<Target> own = targets.stream().filter(target -> target.part().equals(part)).toList();
      if (!own.isEmpty()) {
        text.append("### ").append(Labels.part(part)).append("\n\n");
        text.append(Stamp.part(results, part)).append("\n\n");
        text.append(Tables.targets(own).markdown()).append('\n');
      }
    }
    return text.toString();
  }

  String startup() {
    StringBuilder text = new StringBuilder(Stamp.machine(results)).append("\n\n");
    text.append(Stamp.part(results, "coldstart")).append("\n\n");
    text.append("### Savings of an archive: CPU ms to first credentials, two cores\n\n");
    text.append(archives().markdown()).append('\n');
    text.append(Stamp.part(results, "firstcall")).append("\n\n");
    for (Map.Entry<String, Table> each : tables.firstCall().entrySet()) {
      text.append("### What is added to ")
          .append(each.getKey())
          .append("\n\n")
          .append(each.getValue().markdown())
          .append('\n');
    }
    return text.toString();
  }

  private Table archives() {
    Table table =
        new Table("variant", "JDK 17", "17 AppCDS", "JDK 25", "25 AppCDS", "25 AOT cache");
    Labels labels = new Labels(results);
    for (String variant : List.of("raw", "irsa-core", "irsa-sdk-v2", "sdk-v2-newest", "sdk-v1")) {
      table.row(
          Labels.kind(variant),
          labels.variant(variant),
          cpu(17, "NONE", variant),
          cpu(17, "APP_CDS", variant),
          cpu(25, "NONE", variant),
          cpu(25, "APP_CDS", variant),
          cpu(25, "AOT", variant));
    }
    return table;
  }

  private String cpu(int jdk, String archive, String variant) {
    JsonNode figures = results.coldStart(jdk, "TWO", archive, variant).path("cpuMs");
    return Numbers.plain(Spread.of(figures));
  }
}
