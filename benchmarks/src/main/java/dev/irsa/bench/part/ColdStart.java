package dev.irsa.bench.part;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.irsa.bench.Bench;
import dev.irsa.bench.Cgroup;
import dev.irsa.bench.Jdk;
import dev.irsa.bench.Part;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures fresh JVMs from start to first credentials: from STS over HTTPS, and from the EKS Pod
 * Identity agent.
 */
public final class ColdStart implements Part {

  @Override
  public void measure(Bench bench, ObjectNode results) throws InterruptedException {
    try (Cgroup quarter = Cgroup.quarterCore()) {
      for (Cell cell : cells(bench, quarter, results)) {
        Bench.attempt(
            results,
            cell.title(),
            () -> measure(bench, cell, variants(bench, cell), quarter, results.withArray("cells")));
      }
      for (Jdk jdk : bench.jdks()) {
        Cell cell = new Cell(jdk, Processor.TWO, Archive.NONE, bench.rounds(bench.quick() ? 2 : 9));
        if (!bench.quick() || jdk.feature() == 17) {
          Bench.attempt(
              results,
              "container credentials, " + cell.title(),
              () ->
                  measure(
                      bench,
                      cell.from(CredentialsSource.CONTAINER),
                      Variant.container(bench.classPaths()),
                      quarter,
                      results.withArray("container")));
        }
      }
    }
  }

  private static void measure(
      Bench bench, Cell cell, List<Variant> variants, Cgroup quarter, ArrayNode cells)
      throws IOException, InterruptedException {
    ObjectNode node = Bench.object();
    FreshProcesses.measure(bench, cell, variants, quarter, node);
    cells.add(node);
  }

  private static List<Variant> variants(Bench bench, Cell cell) {
    boolean main = cell.processor() == Processor.TWO && cell.archive() == Archive.NONE;
    return Variant.all(bench.classPaths(), bench.quick()).stream()
        .filter(variant -> main || variant.isEssential())
        .toList();
  }

  private static List<Cell> cells(Bench bench, Cgroup quarter, ObjectNode results) {
    List<Cell> cells = new ArrayList<>();
    for (Jdk jdk : bench.jdks()) {
      cells.add(new Cell(jdk, Processor.TWO, Archive.NONE, bench.rounds(bench.quick() ? 2 : 9)));
      if (!bench.quick()) {
        cells.add(new Cell(jdk, Processor.ONE, Archive.NONE, bench.rounds(5)));
        if (quarter.processes() != null) {
          cells.add(new Cell(jdk, Processor.QUARTER, Archive.NONE, bench.rounds(3)));
        }
        cells.add(new Cell(jdk, Processor.TWO, Archive.APP_CDS, bench.rounds(5)));
        if (jdk.feature() >= 25) {
          cells.add(new Cell(jdk, Processor.TWO, Archive.AOT, bench.rounds(5)));
        }
      }
    }
    if (bench.jdks().size() < 2) {
      Bench.omit(results, "JDK 25", "not found: set JDK25_HOME");
    }
    if (quarter.processes() == null) {
      Bench.omit(results, "a quarter of a core", quarter.reason());
    }
    if (bench.quick()) {
      Bench.omit(
          results,
          "one core, a quarter of a core, AppCDS, AOT cache",
          "measured in the full run only");
    }
    return cells;
  }
}
