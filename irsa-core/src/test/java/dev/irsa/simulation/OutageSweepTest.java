package dev.irsa.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.simulation.OutageSweep.Cell;
import dev.irsa.simulation.OutageSweep.Entrant;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Checks the guarantees for outages that begin at any time of a session. docs/refresh.md contains
 * the figures.
 */
class OutageSweepTest {

  private static final long SECOND = 1_000;

  OutageSweep sweep() {
    return OutageSweep.some();
  }

  @Test
  void noCallFailsOrWaitsWhileCredentialsAreValid() {
    for (Cell cell : sweep().cellsOf(Entrant.STANDARD)) {
      for (OutageRun run : cell.runs()) {
        assertEquals(0, run.failedWhileValid(), () -> cell + ": " + run);
        assertEquals(0, run.longestWhileValid(), () -> cell + ": " + run);
      }
    }
  }

  @Test
  void noCallFailsWhenFifteenSecondsOfValidityRemainedAtTheEnd() {
    for (Cell cell : sweep().cellsOf(Entrant.STANDARD)) {
      for (OutageRun run : cell.runs()) {
        assertTrue(
            run.failedCalls() == 0 || run.validAtEnd() < 15 * SECOND, () -> cell + ": " + run);
      }
    }
  }

  /**
   * 30 s after expiration, a minute after throttling, plus the duration of an attempt in progress.
   */
  @Test
  void afterTheOutageCallsSucceedWithinTheStatedPause() {
    for (Cell cell : sweep().cellsOf(Entrant.STANDARD)) {
      long pause = cell.kind() == Outage.Kind.THROTTLES ? 60 * SECOND : 30 * SECOND;
      long attempt = cell.kind() == Outage.Kind.HANGS ? 18 * SECOND : SECOND;
      for (OutageRun run : cell.runs()) {
        assertTrue(run.withoutAfter() <= pause + attempt, () -> cell + ": " + run);
      }
    }
  }

  @Test
  void stsIsCalledWithinTheRateLimit() {
    for (Cell cell : sweep().cellsOf(Entrant.STANDARD)) {
      for (OutageRun run : cell.runs()) {
        assertTrue(run.busiestMinute() <= 15, () -> cell + ": " + run);
      }
    }
  }

  /** A caller that hangs in the SDK for minutes does not count as failed; only a result does. */
  @Test
  void noOtherProviderHasFewerStartsWithFailures() {
    List<Cell> ours = sweep().cellsOf(Entrant.STANDARD);
    for (Entrant other : Entrant.values()) {
      List<Cell> theirs = sweep().cellsOf(other);
      for (int i = 0; i < ours.size(); i++) {
        Cell mine = ours.get(i);
        Cell its = theirs.get(i);
        assertTrue(
            mine.startsWithFailures() <= its.startsWithFailures() + its.startsWithLongWaits(),
            () -> mine + " loses " + mine.startsWithFailures() + ", " + its);
      }
    }
  }
}
