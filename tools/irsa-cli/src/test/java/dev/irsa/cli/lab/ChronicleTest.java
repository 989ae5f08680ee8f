package dev.irsa.cli.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.irsa.cli.lab.Happening.Kind;
import dev.irsa.testkit.server.RequestRecord;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChronicleTest {
  private final List<RequestRecord> exchanges = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private final Chronicle chronicle =
      new Chronicle(
          Clock.fixed(StagedShow.START, ZoneOffset.UTC),
          () -> List.copyOf(exchanges),
          happening -> told.add(happening.text()));

  @Test
  void exchangesThatFailedAlikeAreReportedTogetherBeforeLaterEvents() {
    exchanges.add(StagedShow.exchange(0, 200, "ASIA0", null));
    exchanges.add(StagedShow.exchange(1, 503, null, "ServiceUnavailable"));
    exchanges.add(StagedShow.exchange(2, 503, null, "ServiceUnavailable"));
    exchanges.add(StagedShow.exchange(3, 400, null, "Throttling"));

    chronicle.tell(Kind.STS, "recovered");

    assertEquals(
        List.of(
            "generation 1: ASIA0",
            "2 exchanges failed: 503 ServiceUnavailable",
            "an exchange failed: 400 Throttling",
            "recovered"),
        told);
  }

  @Test
  void eventsAreReportedOnceAndGenerationsAreNumberedOn() {
    exchanges.add(StagedShow.exchange(0, 200, "ASIA0", null));
    chronicle.catchUp();
    exchanges.add(StagedShow.exchange(1, 200, "ASIA1", null));

    chronicle.catchUp();

    assertEquals(List.of("generation 1: ASIA0", "generation 2: ASIA1"), told);
    assertEquals(2, chronicle.happenings().size());
  }

  @Test
  void theSameCredentialsAreNotANewGeneration() {
    exchanges.add(StagedShow.agentExchange(0, 200, "ASIA0", null));
    exchanges.add(StagedShow.agentExchange(1, 200, "ASIA0", null));
    exchanges.add(StagedShow.agentExchange(2, 500, null, null));

    chronicle.catchUp();

    assertEquals(
        List.of(
            "generation 1: ASIA0",
            "the same credentials again, from the cache of the agent",
            "an exchange failed: 500"),
        told);
  }

  @Test
  void anExchangeThatHungIsReportedWithoutAResponse() {
    exchanges.add(StagedShow.exchange(0, 0, null, null));

    chronicle.catchUp();

    assertEquals(List.of("an exchange failed: no response"), told);
  }
}
