package dev.irsa.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs outages of every kind and length, started at every offset of a session, with each provider.
 * docs/internals/proof.md shows the results and {@link OutageSweepTest} checks them.
 */
final class OutageSweep {

  private interface Meeting {
    Contender with(Duration session, Outage outage, long seed);
  }

  /** The providers to compare. */
  enum Entrant {
    STANDARD("`standard`", OurContender::new),
    AWS_RULES("AWS's rules", AwsRulesContender::new),
    SDK_V2("SDK v2", SdkV2Contender::new),
    SDK_V1("SDK v1", SdkV1Contender::new);

    private final String said;

    @SuppressWarnings("ImmutableEnumChecker") // A constructor.
    private final Meeting meeting;

    Entrant(String said, Meeting meeting) {
      this.said = said;
      this.meeting = meeting;
    }

    Contender meet(Duration session, Outage outage, long seed) {
      return meeting.with(session, outage, seed);
    }

    @Override
    public String toString() {
      return said;
    }
  }

  /** The lifetime of sessions and the interval between the starts of outages. */
  enum Sessions {
    SHORTEST(900, 5),
    USUAL(3600, 5),
    LONGEST(43_200, 60);

    final Duration lifetime;
    private final long everyMillis;

    Sessions(int seconds, int everySeconds) {
      lifetime = Duration.ofSeconds(seconds);
      everyMillis = everySeconds * 1_000L;
    }
  }

  /** The durations of outages in seconds. */
  private static final int[] LENGTHS = {30, 120, 300, 840};

  /** The outages of one kind and duration in sessions of one lifetime, with one provider. */
  record Cell(
      Sessions sessions,
      int outageSeconds,
      Outage.Kind kind,
      Entrant entrant,
      List<OutageRun> runs) {

    long startsWithFailures() {
      return runs.stream().filter(run -> run.failedCalls() > 0).count();
    }

    /**
     * Returns the number of starts after which a caller with valid credentials waits at least 5 s.
     */
    long startsWithLongWaits() {
      return runs.stream().filter(run -> run.longestWhileValid() >= 5_000).count();
    }

    int mostFailedCalls() {
      return runs.stream().mapToInt(OutageRun::failedCalls).max().orElse(0);
    }

    double callsOnAverage() {
      return runs.stream().mapToLong(OutageRun::stsCalls).average().orElse(0);
    }

    long mostCalls() {
      return runs.stream().mapToLong(OutageRun::stsCalls).max().orElse(0);
    }

    long longestWhileValid() {
      return runs.stream().mapToLong(OutageRun::longestWhileValid).max().orElse(0);
    }

    @Override
    public String toString() {
      return "outage of %d s that %s, sessions of %d s, %s"
          .formatted(outageSeconds, kind, sessions.lifetime.toSeconds(), entrant);
    }
  }

  private final List<Cell> cells = new ArrayList<>();

  /** Runs them, with each of so many starts. */
  OutageSweep(int every) {
    for (Sessions sessions : Sessions.values()) {
      for (int seconds : LENGTHS) {
        for (Outage.Kind kind : Outage.Kind.values()) {
          for (Entrant entrant : Entrant.values()) {
            cells.add(
                new Cell(
                    sessions,
                    seconds,
                    kind,
                    entrant,
                    runs(sessions, seconds, kind, entrant, every)));
          }
        }
      }
    }
  }

  private static List<OutageRun> runs(
      Sessions sessions, int seconds, Outage.Kind kind, Entrant entrant, int every) {
    List<OutageRun> runs = new ArrayList<>();
    long step = every * sessions.everyMillis;
    for (long offset = 0; offset < sessions.lifetime.toMillis(); offset += step) {
      // The first session is some moments old: callers without any credentials are a different
      // case.
      Outage outage = new Outage(kind, offset + 2 * Outage.ANSWER, seconds * 1_000L);
      runs.add(OutageRun.of(entrant.meet(sessions.lifetime, outage, offset), outage));
    }
    return List.copyOf(runs);
  }

  List<Cell> cells() {
    return cells;
  }

  List<Cell> cellsOf(Entrant entrant) {
    return cells.stream().filter(cell -> cell.entrant() == entrant).toList();
  }
}
