package dev.irsa.cli.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.irsa.cli.pod.CallStream;
import dev.irsa.cli.pod.PodMessage;
import dev.irsa.cli.terminal.Screen;
import dev.irsa.cli.terminal.Text;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
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
    show.podMessages.add(new PodMessage.CallFailed(CallStream.V1_STS, "no credentials"));

    Summary.show(verdict(show), Screen.live(stream, true, 80));

    assertGolden("summary-failed.ansi", written());
  }

  @Test
  void programsGetOneJsonDocument() throws IOException {
    StagedShow show = new StagedShow();
    show.podMessages.add(new PodMessage.CallFailed(CallStream.V1_STS, "no credentials"));

    assertGolden("report.json", new LabReport(verdict(show)).json());
  }

  @Test
  void theStatusShowsCallsSessionAndTokenAsBars() throws IOException {
    List<Text> lines =
        StatusView.lines(
            new StagedShow().evidence().requests(),
            Duration.ofSeconds(12),
            StagedShow.at(20_000),
            StagedShow.at(35_000),
            StagedShow.at(31_000));

    assertGolden(
        "status.txt", lines.stream().map(Text::unstyled).collect(Collectors.joining("\n")));
  }

  @Test
  void beforeTheFirstCredentialsTheStatusSaysSo() {
    List<Text> lines =
        StatusView.lines(
            List.of(),
            Duration.ofSeconds(12),
            StagedShow.at(0),
            StagedShow.at(15_000),
            StagedShow.at(1_000));

    assertEquals("   session  none yet", lines.get(2).unstyled());
  }

  private static Verdict verdict(StagedShow show) {
    List<Happening> story =
        List.of(
            new Happening(StagedShow.at(0), Happening.Kind.POD, "started"),
            new Happening(StagedShow.at(10), Happening.Kind.CREDENTIALS, "generation 1: ASIA0"));
    return new Verdict(show.evidence(), show.judged(), story, Duration.ofMillis(42_300));
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
