package dev.irsa.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.simulation.OutageSweep.Cell;
import dev.irsa.simulation.OutageSweep.Entrant;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What users are promised about outages, for outages that begin at any moment of a session; the
 * figures stand in docs/refresh.md.
 */
class OutageSweepTest {

  private static final OutageSweep SWEEP = OutageSweep.whole();
  private static final long SECOND = 1_000;

  @Test
  void nobodyFailsOrWaitsWhileCredentialsAreValid() {
    for (Cell cell : SWEEP.cellsOf(Entrant.STANDARD)) {
      for (OutageRun run : cell.runs()) {
        assertEquals(0, run.failedWhileValid(), () -> cell + ": " + run);
        assertEquals(0, run.longestWhileValid(), () -> cell + ": " + run);
      }
    }
  }

  @Test
  void noCallFailsWhenFifteenSecondsOfValidityRemainedAtTheEnd() {
    for (Cell cell : SWEEP.cellsOf(Entrant.STANDARD)) {
      for (OutageRun run : cell.runs()) {
        assertTrue(
            run.failedCalls() == 0 || run.validAtEnd() < 15 * SECOND, () -> cell + ": " + run);
      }
    }
  }

  /** 30 s when expired, a minute when throttled, and what an attempt under way still takes. */
  @Test
  void afterTheOutageCallsSucceedWithinTheStatedPause() {
    for (Cell cell : SWEEP.cellsOf(Entrant.STANDARD)) {
      long pause = cell.kind() == Outage.Kind.THROTTLES ? 60 * SECOND : 30 * SECOND;
      long attempt = cell.kind() == Outage.Kind.HANGS ? 18 * SECOND : SECOND;
      for (OutageRun run : cell.runs()) {
        assertTrue(run.withoutAfter() <= pause + attempt, () -> cell + ": " + run);
      }
    }
  }

  @Test
  void stsIsCalledWithinTheBudget() {
    for (Cell cell : SWEEP.cellsOf(Entrant.STANDARD)) {
      for (OutageRun run : cell.runs()) {
        assertTrue(run.busiestMinute() <= 15, () -> cell + ": " + run);
      }
    }
  }

  /** A caller who hangs in the SDK for minutes does not count as failed: only who has to answer. */
  @Test
  void noOtherProviderLosesFewerStarts() {
    List<Cell> ours = SWEEP.cellsOf(Entrant.STANDARD);
    for (Entrant other : Entrant.values()) {
      List<Cell> theirs = SWEEP.cellsOf(other);
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
