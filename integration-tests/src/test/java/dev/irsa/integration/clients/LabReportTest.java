package dev.irsa.integration.clients;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The report of {@code irsa lab} in a browser. Pictures of it are left in {@code target}. */
@Tag("comparison")
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LabReportTest {
  private static final String VISIBLE_LANES =
      """
      [...page.querySelectorAll("svg .lane")]
          .filter(lane => lane.getBoundingClientRect().height > 10)
          .map(lane => lane.dataset.lane).join(", ")""";

  @TempDir private static Path scratch;
  private static Path report;

  @BeforeAll
  static void runTheLab() throws IOException, InterruptedException {
    LabProcess run = LabProcess.of(scratch);
    assertTrue(run.finished().succeeded(), run.finished()::toString);
    report = run.report();
  }

  @ParameterizedTest
  @ValueSource(ints = {360, 760, 1_280})
  void everyLaneIsVisibleAndThePageNotWiderThanTheScreen(int width) throws Exception {
    assertShows("token file, sessions, sts, refreshes, calls", report, width, VISIBLE_LANES);
    assertShows(Integer.toString(width), report, width, "page.documentElement.scrollWidth");
  }

  @Test
  void theMarksAreThoseOfTheDataAndWithinTheChart() throws Exception {
    assertShows(
        "true,true,true,true,true,true",
        report,
        1_280,
        """
                (() => {
                  const data = JSON.parse(page.getElementById("data").textContent);
                  const pod = data.pods[0], wide = page.querySelector("svg.wide");
                  const marks = style => wide.querySelectorAll(style).length;
                  const failures = data.health.filter(each => !["well", "denies"].includes(each.health));
                  return [
                    marks("[data-lane='token file'] g.token") === pod.tokens.length,
                    marks("[data-lane=sessions] g.session") === pod.sessions.length,
                    marks("[data-lane=refreshes] g.exchange") === pod.exchanges.length,
                    marks("[data-lane=sts] .service.failing") === failures.length,
                    page.querySelectorAll(".figures tbody tr").length === data.rows.length,
                    [...wide.querySelectorAll("rect")].every(rect => rect.x.baseVal.value >= 0
                        && rect.x.baseVal.value + rect.width.baseVal.value <= 1121),
                  ];
                })()""");
  }

  @Test
  void manyRequestsAndSessionsAreColumnsAndTicks() throws Exception {
    Path many =
        withData(
            """
            data.pods[0].exchanges = Array(400).fill(data.pods[0].exchanges[0]);
            data.pods[0].sessions = Array(400).fill(data.pods[0].sessions[0]);
            """);

    assertShows(
        "0,1,400",
        many,
        1_280,
        """
                ["[data-lane=refreshes] g.exchange", "[data-lane=refreshes] .column.issued",
                 "[data-lane=sessions] rect.tick.session"]
                    .map(style => page.querySelectorAll("svg.wide " + style).length)""");
  }

  /** None of this is in a run of the demonstration. */
  @Test
  void anAgentHasALaneCallsAsTheNodeAreCountedAndTextsAreNoMarkup() throws Exception {
    Path other =
        withData(
            """
            const pod = data.pods[0];
            pod.agentExchanges = [pod.exchanges[0]];
            Object.assign(pod.figures, {served: 0, otherIdentity: 1, failed: 0, failedBeforeFirst: 0});
            data.events[0] = {...data.events[0], text: "<em>", marked: true};
            data.claims[0].statement = pod.title = data.rows[0].texts[0] = data.health[0].detail = "<em>";
            """);

    assertShows(
        "1,Calls1 as the node, 0 failed,0",
        other,
        1_280,
        """
                [page.querySelectorAll("svg.wide [data-lane=agent] g.exchange").length,
                 page.querySelector("svg.wide [data-lane=calls] .name").textContent,
                 page.querySelectorAll("em").length]""");
  }

  /** Returns the report with data that a script has changed. */
  private static Path withData(String script) throws IOException {
    String data = "const data = JSON.parse(document.getElementById(\"data\").textContent);\n";
    String page = Files.readString(report);
    assertTrue(page.contains(data));
    return Files.writeString(
        report.resolveSibling("changed.html"), page.replace(data, data + script));
  }

  @ParameterizedTest
  @CsvSource({"light, false, 200, 255", "dark, true, 0, 60"})
  void thePageFollowsTheColourSchemeOfTheSystem(
      String name, boolean dark, int darkest, int lightest) throws Exception {
    Path png = LabProcess.pictures().resolve("irsa-lab-" + name + ".png");

    chromium().screenshot(report, png, 1_280, 1_300, dark);

    BufferedImage picture = ImageIO.read(png.toFile());
    int green = picture.getRGB(5, 5) >> 8 & 0xff;
    assertTrue(darkest <= green && green <= lightest, "background " + green);
    assertTrue(colours(picture) > 50, "colours " + colours(picture));
  }

  @Test
  void onPaperItIsOnePage() throws Exception {
    Path pdf = LabProcess.pictures().resolve("irsa-lab.pdf");

    chromium().print(report, pdf);

    String document = Files.readString(pdf, ISO_8859_1);
    List<String> counts =
        Pattern.compile("/Count (\\d+)")
            .matcher(document)
            .results()
            .map(each -> each.group(1))
            .toList();
    assertEquals(List.of("1"), counts);
  }

  @Test
  void thePodOfAnSdkThatUsesTheNodesRoleIsShownBesideOurs() throws Exception {
    LabProcess run = LabProcess.of(scratch, "--scenario", "throttle", "--peer", "sdk-v2");

    assertTrue(run.finished().succeeded(), run.finished()::toString);
    assertEquals(0, run.figure("otherIdentity", "irsa"));
    assertTrue(run.figure("otherIdentity", "sdk-v2") > 0, "the SDK no longer differs");
    assertShows(
        "sts, sessions, refreshes, calls, sessions, refreshes, calls",
        run.report(),
        360,
        VISIBLE_LANES);
    assertShows(
        "true",
        run.report(),
        1_280,
        "page.querySelectorAll('svg.wide [data-pod=sdk-v2] .column.as-other').length > 3");
    Path png = LabProcess.pictures().resolve("throttle.png");
    chromium().screenshot(run.report(), png, 1_280, 1_500, false);
  }

  private static Chromium chromium() {
    return new Chromium(scratch);
  }

  private static void assertShows(String expected, Path page, int width, String script)
      throws Exception {
    assertEquals(expected, chromium().evaluate(page, width, script));
  }

  private static long colours(BufferedImage picture) {
    return IntStream.range(0, picture.getHeight())
        .flatMap(y -> IntStream.range(0, picture.getWidth()).map(x -> picture.getRGB(x, y)))
        .distinct()
        .count();
  }
}
