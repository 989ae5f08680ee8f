package dev.irsa.cli.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.cli.pod.CallStream;
import dev.irsa.cli.terminal.Screen;
import dev.irsa.cli.terminal.Text;
import dev.irsa.cli.timeline.Timeline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Compares the output with files. In those of the terminal, ESC stands for the escape character.
 * With {@code -Dirsa.golden=print} the actual output is printed when they differ.
 */
class ReportsTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @Test
  void aPipeGetsTheSummaryInPlainLines() throws IOException {
    Summary.show(verdict(new StagedShow()), Screen.plain(stream));

    assertGolden("summary.txt", written());
  }

  @Test
  void aTerminalGetsTheSummaryOfAFailedShowInColours() throws IOException {
    StagedShow show = new StagedShow();
    show.podMessages.add(StagedShow.failed(CallStream.V1_STS, 8_000, 8_001, "no credentials"));

    Summary.show(verdict(show), Screen.live(stream, true, 80));

    assertGolden("summary-failed.ansi", written());
  }

  @Test
  void programsGetOneJsonDocument() throws IOException {
    StagedShow show = new StagedShow();
    show.podMessages.add(StagedShow.failed(CallStream.V1_STS, 8_000, 8_001, "no credentials"));

    assertGolden("report.json", new LabReport(verdict(show)).json());
  }

  @Test
  void theLiveViewFitsOnAScreenOf80Columns() throws IOException {
    Verdict verdict = verdict(new StagedShow());

    List<String> lines =
        LiveView.lines(verdict.timeline(), verdict.story()).stream().map(Text::unstyled).toList();

    assertTrue(lines.stream().allMatch(line -> line.length() < 80), lines::toString);
    assertTrue(lines.size() <= 23, lines::toString);
    assertGolden("live.txt", String.join("\n", lines));
  }

  @Test
  void theLiveViewOfAnAgentFitsOnAScreenOf80Columns() throws IOException {
    Timeline run = new StagedShow(Mechanism.POD_IDENTITY).timeline();
    List<Happening> story = Collections.nCopies(9, event(Happening.Kind.EKS_AUTH, "recovered"));

    List<String> lines = LiveView.lines(run, story).stream().map(Text::unstyled).toList();

    assertTrue(lines.stream().allMatch(line -> line.length() < 80), lines::toString);
    assertTrue(lines.size() <= 23, lines::toString);
    assertGolden("live-agent.txt", String.join("\n", lines));
  }

  @Test
  void beforeTheFirstCredentialsTheLiveViewSaysSo() {
    Timeline empty = new StagedShow().timelineOf(List.of(), 1_000);

    List<Text> lines = LiveView.lines(empty, List.of());

    assertTrue(
        lines.stream().map(Text::unstyled).anyMatch(line -> line.matches(" +session +none yet")),
        lines::toString);
  }

  @Test
  void aPipeGetsEveryEventAsALine() {
    Text line =
        LiveView.event(StagedShow.START, event(Happening.Kind.STS, "down: responds with 503"));

    assertEquals("     12.3 s  sts         down: responds with 503", line.unstyled());
  }

  private static Happening event(Happening.Kind kind, String text) {
    return new Happening(StagedShow.at(12_340), kind, text);
  }

  private static Verdict verdict(StagedShow show) {
    List<Happening> story =
        List.of(
            new Happening(StagedShow.at(0), Happening.Kind.POD, "started"),
            new Happening(StagedShow.at(10), Happening.Kind.CREDENTIALS, "generation 1: ASIA0"));
    return new Verdict(
        show.evidence(), show.judged(), story, show.timeline(), Duration.ofMillis(42_300));
  }

  private String written() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static void assertGolden(String file, String actual) throws IOException {
    String shown = actual.replace("\u001b", "ESC").replace(System.lineSeparator(), "\n").strip();
    if (!golden(file).equals(shown) && "print".equals(System.getProperty("irsa.golden"))) {
      System.out.println("---- " + file + "\n" + shown + "\n----");
    }
    assertEquals(golden(file), shown);
  }

  private static String golden(String file) throws IOException {
    try (InputStream stream = ReportsTest.class.getResourceAsStream(file)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }
}
