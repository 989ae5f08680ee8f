package dev.irsa.bench.part;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.irsa.bench.Bench;
import dev.irsa.bench.Jdk;
import dev.irsa.bench.Part;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures what providers add to the first call of an application, which loads the SDK, and TLS, in
 * any case.
 */
public final class FirstCall implements Part {

  @Override
  public void measure(Bench bench, ObjectNode results) throws InterruptedException {
    for (Cell cell : cells(bench)) {
      for (Application application : Application.values()) {
        ObjectNode node = Bench.object();
        node.put("application", application.name());
        Bench.attempt(
            results,
            application + ", " + cell.title(),
            () -> {
              bench.say(application.name());
              FreshProcesses.measure(bench, cell, application.variants(bench), null, node);
              results.withArray("cells").add(node);
            });
      }
    }
    if (bench.quick()) {
      Bench.omit(results, "JDK 25, AppCDS, AOT cache", "measured in the full run only");
    }
  }

  private static List<Cell> cells(Bench bench) {
    List<Cell> cells = new ArrayList<>();
    for (Jdk jdk : bench.jdks()) {
      if (bench.quick()) {
        return List.of(new Cell(jdk, Processor.TWO, Archive.NONE, bench.rounds(2)));
      }
      cells.add(new Cell(jdk, Processor.TWO, Archive.NONE, bench.rounds(15)));
      cells.add(new Cell(jdk, Processor.TWO, Archive.APP_CDS, bench.rounds(11)));
      if (jdk.feature() >= 25) {
        cells.add(new Cell(jdk, Processor.TWO, Archive.AOT, bench.rounds(11)));
      }
    }
    return cells;
  }
}
