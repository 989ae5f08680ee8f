package dev.irsa.exploration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.irsa.internal.refresh.EngineMistake;
import dev.irsa.internal.session.SessionMistake;
import dev.irsa.simulation.ChangedLibrary;
import dev.irsa.simulation.Invariant;
import dev.irsa.simulation.Mistake;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Plants mistakes in the library, which shows that the proofs are effective. */
public class MistakesTest {

  static Stream<Mistake> mistakes() {
    return Stream.of(EngineMistake.values(), SessionMistake.values()).flatMap(Stream::of);
  }

  /** One in each build, below. */
  @Tag("deep")
  @ParameterizedTest
  @MethodSource("mistakes")
  void everyMistakeIsFound(Mistake mistake) {
    String type = mistake.getClass().getName();

    assertEquals(
        "", new ChangedLibrary(mistake).call(MistakesTest.class, "missing", type, mistake.name()));
  }

  /** Looks for a mistake in the library that is loaded with this class. */
  public static String missing(String type, String mistake) throws ClassNotFoundException {
    return ((Mistake) ChangedLibrary.constant(type, mistake)).finder().get();
  }

  @Test
  void aTimelineTellsWhatFollowsFromEachEvent() {
    assertEquals(
        """
        0:00:00.0  ASK: a caller asks for credentials -> STS is called, a caller waits
        0:00:00.0  SUCCESS: STS issues credentials -> there are new credentials, the caller gets credentials
        0:40:00.0  NEXT: time passes until something is due -> STS is called
        0:40:00.0  SLEEP: the machine sleeps for 30 min -> nothing
        0:40:00.0  ASK: a caller asks for credentials -> the caller gets expired credentials, NEVER_AN_EXPIRED_SESSION is violated: expired credentials are served
        """,
        new ChangedLibrary(EngineMistake.ONLY_THE_MONOTONIC_CLOCK)
            .call(MistakesTest.class, "timeline"));
  }

  /** Returns how the search finds the mistake in the library that is loaded with this class. */
  public static String timeline() {
    Invariant violated = Invariant.NEVER_AN_EXPIRED_SESSION;
    return Scope.CLOCKS.search(0, List.of(violated)).found().get(violated).timeline();
  }
}
