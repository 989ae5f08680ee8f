package dev.irsa.internal.adapter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.IrsaCredentials;
import dev.irsa.OutboundTokens;
import dev.irsa.credentials.OutboundTokenRequest;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.fake.SystemProperties;
import dev.irsa.internal.adapter.Adapter.Driven;
import dev.irsa.policy.Role;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.server.Endpoint;
import dev.irsa.testkit.server.Fault;
import dev.irsa.testkit.server.RequestRecord;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A pod with STS in two regions, under AWS's own names through the lab's proxy, so that the region
 * in a signature counts.
 */
public abstract class SpareEndpointContract<C> {

  private static final String FIRST = "eu-central-1";
  private static final String SPARE = "eu-west-3";

  private final PodLab world =
      new PodLab(IrsaLab.builder().region(FIRST).spareRegion(SPARE).start());
  private final Driven<C> pod;

  protected SpareEndpointContract(Adapter<C> adapter) {
    Map<String, String> variables = new HashMap<>(world.pod.exports());
    variables.keySet().removeIf(name -> name.startsWith("AWS_ENDPOINT_URL"));
    variables.put("HTTPS_PROXY", world.lab.proxy().uri().toString());
    variables.put("IRSA_STS_SPARE", SPARE);
    this.pod = adapter.builder().configure(core -> core.environment(variables)).build();
  }

  @AfterEach
  void close() {
    pod.close();
    world.close();
  }

  private Endpoint first() {
    return world.lab.sts(FIRST);
  }

  private List<String> regions() {
    return world.lab.requests().all().stream().map(RequestRecord::region).toList();
  }

  private static void fail(Endpoint sts, String how) {
    switch (how) {
      case "hangs" -> sts.faults().always(Fault.hang());
      case "resets" -> sts.faults().always(Fault.reset());
      case "503" -> sts.faults().always(Fault.error("ServiceUnavailable", 503, "down"));
      case "unreadable" -> sts.faults().always(Fault.answer(200, "text/html", "<html>"));
      case "issuer unavailable" -> sts.faults().always(Fault.issuerUnavailable());
      case "issuer silent" -> sts.faults().always(Fault.issuerSilent());
      case "denies" -> sts.faults().always(Fault.error("AccessDenied", 403, "denied by a policy"));
      case "throttles" -> sts.faults().always(Fault.throttle());
      default -> sts.stop();
    }
  }

  /** Issue 51: within 5 s if the region hangs, within a second if it refuses. */
  @ParameterizedTest
  @CsvSource({
    "refuses, 1000",
    "resets, 1000",
    "503, 1000",
    "unreadable, 1000",
    "issuer unavailable, 1000",
    "issuer silent, 1000",
    "hangs, 5000"
  })
  void aPodThatStartsInAnOutageOfItsRegionHasCredentialsFromTheSpareInTime(
      String how, long millis) {
    // Loads classes, which is no part of the time.
    pod.credentials();
    pod.close();
    IrsaCredentials.discardAll();
    fail(first(), how);
    long start = System.nanoTime();

    pod.credentials();

    long elapsed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    assertTrue(elapsed < millis, () -> elapsed + " ms");
    assertEquals(URI.create("https://sts.eu-west-3.amazonaws.com/"), pod.status().endpoint());
    assertEquals(FIRST, pod.status().region());
  }

  @ParameterizedTest
  @CsvSource({"denies", "throttles"})
  void anAnswerOfTheFirstRegionIsTheAnswer(String how) {
    fail(first(), how);

    assertThrows(RuntimeException.class, pod::credentials);

    assertEquals(0, regions().stream().filter(SPARE::equals).count(), regions()::toString);
  }

  /** Returns the keys of providers that are created as frameworks do it, with their settings. */
  protected abstract List<String> keysInFrameworks(Map<String, String> settings);

  @Test
  void providersThatFrameworksCreateFailOverAsWell() {
    Map<String, String> settings =
        Map.of(
            "role-arn", world.roleArn(),
            "web-identity-token-file", world.pod.tokenFile().toString(),
            "region", FIRST,
            "sts-spare", world.lab.sts(SPARE).plainUri().toString());
    try (SystemProperties properties = new SystemProperties()) {
      properties.set("aws.endpointUrlSts", first().plainUri().toString());
      fail(first(), "refuses");

      for (String key : keysInFrameworks(settings)) {
        assertTrue(world.lab.accessKeys().find(key).isPresent(), key);
      }
    }
    assertEquals(List.of(SPARE), regions());
  }

  @Test
  void aDenialOfTheSpareHidesNothing() {
    fail(first(), "503");
    fail(world.lab.sts(SPARE), "denies");

    String message = assertThrows(RuntimeException.class, pod::credentials).getMessage();

    int first = message.indexOf("STS at https://sts.eu-central-1.amazonaws.com/");
    int spare = message.indexOf("; the spare endpoint: STS denied");
    assertTrue(first >= 0 && first < spare, message);
    assertTrue(message.indexOf("https://sts.eu-west-3.amazonaws.com/") > spare, message);
  }

  @Test
  void aChainedRoleFailsOverAsWellAndSignsForTheRegionThatItAsks() {
    Role data = world.roleTrustingThePod("data");
    fail(first(), "503");

    Driven<C> chained = pod.chainedRole(RoleRequest.of(data.arn()));
    chained.credentials();

    assertEquals(URI.create("https://sts.eu-west-3.amazonaws.com/"), chained.status().endpoint());
  }

  @Test
  void aTokenForOthersFailsOverAsWellAndIsSignedForTheRegionThatIsAsked() {
    world.lab.allowOutboundTokens(world.account, "https://api.example");
    OutboundTokens tokens =
        pod.outboundTokens(OutboundTokenRequest.audience("https://api.example"));
    fail(first(), "503");

    assertFalse(tokens.get().isEmpty());

    assertEquals(URI.create("https://sts.eu-west-3.amazonaws.com/"), tokens.status().endpoint());
  }
}
