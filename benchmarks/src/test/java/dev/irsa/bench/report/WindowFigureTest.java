package dev.irsa.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class WindowFigureTest {

  private static final Path DOCUMENTS = Path.of("..", "docs");

  @Test
  void theFigureShowsTheResultsOfTheLastRun() throws Exception {
    ObjectNode results = new ResultsFile(Path.of("report", "results.json")).read();
    WindowFigure figure = new WindowFigure(new Results(results));

    assertEquals(Files.readString(DOCUMENTS.resolve("refresh-window.svg")), figure.svg());
    String page = Files.readString(DOCUMENTS.resolve("refresh.md"));
    assertTrue(page.contains(figure.description()), figure.description());
  }

  @Test
  void theRuleOfThisLibraryIsNotDrawnWithoutOthers() {
    ObjectNode results = new ObjectMapper().createObjectNode();
    assertTrue(new WindowFigure(new Results(results)).isEmpty());
    ObjectNode fleet = results.putObject("fleet").put("pods", 100);
    fleet.putArray("rules").addObject().put("standard", true).put("windowMinutes", 20);

    assertTrue(new WindowFigure(new Results(results)).isEmpty());
    fleet.withArray("rules").addObject().put("windowMinutes", 15).put("jitter", 0.1);
    assertFalse(new WindowFigure(new Results(results)).isEmpty());
  }
}
