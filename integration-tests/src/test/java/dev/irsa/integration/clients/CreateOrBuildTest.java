package dev.irsa.integration.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * The default chain of SDK 2.x by its two factories, and ours: what a thousand clients cost, and
 * what happens to one client when another is closed. The results are shown in {@code
 * docs/adopting.md}; a different one makes the test fail.
 */
final class CreateOrBuildTest extends SdkFaults {

  private static final MeasuredTable TABLE =
      MeasuredTable.of("docs/adopting.md", "create() or builder().build()");
  private static final int CLIENTS = 1000;
  private static final Duration SESSION = Duration.ofSeconds(75);
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  /** What a client is given, as the commands of {@link ProbeMain}, in the order of the columns. */
  private static final List<String> PROVIDERS = List.of("shared", "chain", "ours");

  private static void measure(String row, Cell<String> cell) throws Exception {
    assertShows(TABLE, row, PROVIDERS, cell);
  }

  @Test
  void aThousandClients() throws Exception {
    measure(
        "1,000 clients: calls of STS, added threads, added connections",
        provider -> {
          SdkPod pod = pod(Generation.V2);
          Probe probe = pod.start();
          use(probe, provider);
          Answer one = probe.ask("facts");
          for (int more = 1; more < CLIENTS; more++) {
            use(probe, provider);
          }
          Answer all = probe.ask("facts");
          return String.format(
              Locale.ROOT,
              "%,d, %,d, %,d",
              pod.exchanges().size(),
              Math.max(0, all.number("threads") - one.number("threads")),
              Math.max(0, all.number("descriptors") - one.number("descriptors")));
        });
  }

  private static void use(Probe probe, String provider) throws Exception {
    probe.ask("make " + provider);
    assertEquals(1, probe.ask("get 1").number("served"));
  }

  @Test
  void closingOneClientEndsTheOther() throws Exception {
    measure(
        "one of two clients is closed, sessions of 75 s",
        provider -> {
          Probe probe = pod(Generation.V2, SESSION).start();
          probe.ask("make " + provider);
          probe.ask("make " + provider);
          probe.ask("each");
          probe.ask("close");
          return secondsUntilFailure(probe);
        });
  }

  /** Asks the provider that is not closed. */
  private static String secondsUntilFailure(Probe probe) throws Exception {
    Instant closed = Instant.now();
    while (Duration.between(closed, Instant.now()).compareTo(PATIENCE) < 0) {
      Answer answer = probe.ask("paced 1 PT0.5S");
      if (answer.number("threw") > 0) {
        return "`%s` after %d s"
            .formatted(answer.text("message"), Duration.between(closed, Instant.now()).toSeconds());
      }
    }
    return "served";
  }
}
