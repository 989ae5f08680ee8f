package dev.irsa.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.RefreshPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Long outages against long sessions: the table of "Outlast a long outage" in docs/refresh.md.
 * Outages begin at 48 times of a session; one caller calls every second.
 */
class LongOutagesTest {

  private static final int STARTS = 48;

  /** Sessions of some hours, refreshed some hours ahead; null for the standard window. */
  private record Row(int hours, Duration window) {

    Duration lifetime() {
      return Duration.ofHours(hours);
    }

    RefreshPolicy policy() {
      RefreshPolicy standard = RefreshPolicy.standard();
      return window == null ? standard : standard.withAdvisoryWindow(window);
    }

    String windowText() {
      return window == null
          ? "standard (%d min)".formatted(Math.min(60, hours * 20))
          : "%d h".formatted(window.toHours());
    }

    /** Returns after how many starts of an outage calls fail. */
    long failing(int minutes, boolean isSdk) {
      return IntStream.range(0, STARTS)
          .filter(
              start -> {
                long offset = start * lifetime().toMillis() / STARTS + 2 * Outage.ANSWER;
                Outage outage = new Outage(Outage.Kind.ERRORS, offset, minutes * 60_000L);
                Contender contender =
                    isSdk
                        ? new SdkV2Contender(lifetime(), outage, start)
                        : new OurContender(policy(), lifetime(), outage, start);
                return OutageRun.of(contender, outage).failedCalls() > 0;
              })
          .count();
    }

    /** Returns the calls of STS per hour without an outage. */
    double callsPerHour() {
      VirtualSession session = new VirtualSession(policy(), new SplittableRandom(1), lifetime());
      session.lifetime(lifetime());
      session.key();
      Duration watched = Duration.ofDays(hours * 40L);
      session.advance(watched);
      return (session.calls() - 1) / (double) watched.toHours();
    }
  }

  private static final List<Row> ROWS =
      List.of(
          new Row(1, null),
          new Row(4, null),
          new Row(4, Duration.ofHours(2)),
          new Row(12, null),
          new Row(12, Duration.ofHours(4)));

  @Test
  void longSessionsOutlastAnOutageOf88Minutes() {
    assertEquals(0, new Row(4, Duration.ofHours(2)).failing(88, false));
  }

  @Test
  void longSessionsNeedFewerCalls() {
    assertTrue(new Row(4, Duration.ofHours(2)).callsPerHour() < new Row(1, null).callsPerHour());
  }

  @Test
  @Tag("deep")
  void thePageShowsTheTable() throws IOException {
    StringBuilder table =
        new StringBuilder(
            """
            | session | window | calls of STS per hour | 88 min: this library | SDK v2 | 180 min: this library | SDK v2 |
            |---|---|---|---|---|---|---|
            """);
    for (Row row : ROWS) {
      table.append(
          String.format(
              Locale.ROOT,
              "| %d h | %s | %.2f | %d of %d | %d of %d | %d of %d | %d of %d |%n",
              row.hours,
              row.windowText(),
              row.callsPerHour(),
              row.failing(88, false),
              STARTS,
              row.failing(88, true),
              STARTS,
              row.failing(180, false),
              STARTS,
              row.failing(180, true),
              STARTS));
    }
    Files.writeString(Path.of("target", "long-outages.md"), table);

    assertTrue(
        Files.readString(Path.of("..", "docs", "refresh.md")).contains(table), table::toString);
  }
}
