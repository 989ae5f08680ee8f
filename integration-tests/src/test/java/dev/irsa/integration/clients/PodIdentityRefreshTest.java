package dev.irsa.integration.clients;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.testkit.server.Fault;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Calls for credentials of EKS Pod Identity while valid ones exist. SDK 1.x refreshes in the last
 * 15 minutes of a session; SDK 2.x from a time that is drawn between 15 and 2 minutes before its
 * end, and in the last minute it must.
 */
final class PodIdentityRefreshTest extends PodIdentityFaults {

  /** Far more than the nine requests of a session. */
  private static final int TOO_MANY = 15;

  /** Of the session's 75 s, 45 s are left at the end. */
  @Test
  void whileTheAgentIsAwayCallersOfOursAreServed() throws Exception {
    measureAll(
        lab -> lab.sessionLifetime(Duration.ofSeconds(75)),
        measured -> {
          measured.ask("get 1");
          measured.agent().stop();
          Answer answer = measured.ask("paced 30 PT1S");

          assertOursServe(measured, answer);
          page.assertShows(
              PodIdentityTable.AGENT_AWAY,
              measured.provider().toString(),
              outcome(answer),
              seconds(answer));
        });
  }

  /** In less than two minutes before the end, but not in the last one. */
  @Test
  void whileTheAgentHangsCallersOfOursDoNotWait() throws Exception {
    measureAll(
        lab -> lab.sessionLifetime(Duration.ofSeconds(110)),
        measured -> {
          measured.ask("get 1");
          measured.agent().faults().always(Fault.hang());
          Answer answer = measured.ask("paced 3 PT1S");

          assertOursServe(measured, answer);
          show(PodIdentityTable.AGENT_HANGS, measured, answer);
        });
  }

  /** The agent serves the same credentials until the last twentieth of this session. */
  @Test
  void theSameCredentialsAgainDoNotMakeOursAskForEachCall() throws Exception {
    measureAll(
        lab -> lab.sessionLifetime(Duration.ofSeconds(40)),
        measured -> {
          measured.ask("get 1");
          Answer answer = measured.ask("paced 350 PT0.1S");

          assertOursServe(measured, answer);
          assertTrue(
              !measured.provider().isOurs() || measured.pod().agentRequests() < TOO_MANY,
              () -> measured.pod().agentRequests() + " requests");
          show(PodIdentityTable.SAME_CREDENTIALS, measured, answer);
        });
  }
}
