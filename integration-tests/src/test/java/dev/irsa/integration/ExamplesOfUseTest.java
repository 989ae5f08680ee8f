package dev.irsa.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.IrsaCredentials;
import dev.irsa.internal.adapter.PodLab;
import dev.irsa.sdk.v2.IrsaCredentialsProvider;
import dev.irsa.testkit.server.Fault;
import dev.irsa.testkit.server.Fault.Gate;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Runs the snippets for services and libraries around the SDK: passwords and URLs are signed by the
 * current session.
 */
class ExamplesOfUseTest {

  private static final Pattern SIGNER = Pattern.compile("X-Amz-Credential=(\\w+)(%2F|/)");

  private static PodLab podInLab;

  @BeforeAll
  static void start() {
    podInLab = new PodLab("AmazonS3ReadOnlyAccess");
  }

  @AfterAll
  static void close() {
    podInLab.close();
  }

  private static IrsaCredentialsProvider provider() {
    Map<String, String> pod = podInLab.environment();
    return IrsaCredentialsProvider.builder().configure(core -> core.environment(pod)).build();
  }

  private static String signer(String text) {
    Matcher found = SIGNER.matcher(text);
    assertTrue(found.find(), () -> "not signed: " + text);
    return found.group(1);
  }

  private static String current(IrsaCredentialsProvider provider) {
    return provider.resolveCredentials().accessKeyId();
  }

  @Test
  void aPasswordOfADatabaseIsSignedByTheSessionOfTheProvider() {
    try (IrsaCredentialsProvider provider = provider();
        IrsaCredentials credentials =
            IrsaCredentials.builder().environment(podInLab.environment()).build()) {
      String password =
          ExamplesOfUse.database(credentials)
              .getCredentialsProvider()
              .getCredentials()
              .getPassword();

      assertEquals(current(provider), signer(password));
      assertTrue(
          password.startsWith("orders.abc123.eu-west-1.rds.amazonaws.com:5432/?DBUser=app"),
          password);
    }
  }

  @Test
  void aReadinessProbeThatRequestsCredentialsBecomesReady() throws Exception {
    IrsaCredentials.discardAll();
    Gate gate = Gate.closed();
    podInLab.faults().always(Fault.gate(gate));
    try (IrsaCredentialsProvider provider = provider()) {
      boolean unasked = provider.status().expiration() != null;
      boolean first = new ExamplesV2().isReady(provider);
      gate.awaitArrivals(1, Duration.ofSeconds(30));
      gate.open();
      provider.resolveCredentials();

      assertFalse(unasked);
      assertFalse(first);
      assertTrue(new ExamplesV2().isReady(provider));
    } finally {
      podInLab.faults().clear();
    }
  }
}
