package dev.irsa.integration.clients;

import dev.irsa.testkit.server.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The first credentials of EKS Pod Identity. */
final class PodIdentityStartTest extends PodIdentityFaults {

  private static final Fault SLOW = Fault.delay(Duration.ofMillis(1500));
  private static final int CLIENTS = 20;

  @Test
  void anAgentThatTakesLongerThanASecondServesOnlyOurs() throws Exception {
    measureAll(
        measured -> {
          measured.agent().faults().always(SLOW);
          Answer answer = measured.ask("get 1");

          assertOursServe(measured, answer);
          assertOneRequestByOurs(measured);
          show(PodIdentityTable.SLOW_AGENT, measured, answer);
        });
  }

  /** The agent ends each of its three attempts after a second. */
  @Test
  void anEksAuthThatAlwaysTakesLongerThanASecondServesNobody() throws Exception {
    measureAll(
        measured -> {
          measured.lab().eksAuth().faults().always(SLOW);

          show(PodIdentityTable.SLOW_EKS_AUTH, measured, measured.ask("get 1"));
        });
  }

  @Test
  void anAgentThatStartsFiveSecondsLateServesTheFirstCallOfOurs() throws Exception {
    measureAll(
        measured -> {
          measured.agent().stop();
          measured.probe().send("get 1");
          CompletableFuture<Void> started = inFiveSeconds(measured.agent()::start);
          Answer first = measured.probe().answer();
          started.join();
          Answer later = measured.ask("get 1");

          assertOursServe(measured, first);
          page.assertShows(
              PodIdentityTable.LATE_AGENT,
              measured.provider().toString(),
              outcome(first),
              seconds(first),
              outcome(later));
        });
  }

  private static CompletableFuture<Void> inFiveSeconds(Runnable action) {
    return CompletableFuture.runAsync(
        action, CompletableFuture.delayedExecutor(5, TimeUnit.SECONDS));
  }

  @Test
  void twentyClientsInOneJvmMakeOneRequestWithOurs() throws Exception {
    measureAll(
        measured -> {
          Answer answer = askClients(measured);

          assertOursServe(measured, answer);
          assertOneRequestByOurs(measured);
          show(PodIdentityTable.MANY_CLIENTS, measured, answer);
        });
  }

  @Test
  void twentyClientsOfASlowAgentAreServedByOneRequestWithOurs() throws Exception {
    measureAll(
        measured -> {
          measured.agent().faults().always(SLOW);
          Answer answer = askClients(measured);

          assertOursServe(measured, answer);
          assertOneRequestByOurs(measured);
          show(PodIdentityTable.MANY_CLIENTS_OF_A_SLOW_AGENT, measured, answer);
        });
  }

  private static Answer askClients(Measured measured) throws IOException {
    for (int more = 1; more < CLIENTS; more++) {
      measured.ask(measured.provider().make());
    }
    return measured.ask("clients");
  }
}
