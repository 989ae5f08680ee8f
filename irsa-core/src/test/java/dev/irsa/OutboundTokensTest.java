package dev.irsa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.IrsaStatus.State;
import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.FailureKind;
import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.OutboundTokenRequest;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.credentials.SigningAlgorithm;
import dev.irsa.internal.config.Environment;
import dev.irsa.internal.config.GivenSettings;
import dev.irsa.internal.config.Setting;
import dev.irsa.simulation.SimulatedFailures;
import dev.irsa.simulation.VirtualSts;
import dev.irsa.simulation.VirtualSts.Reply;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests tokens for others on virtual time. */
final class OutboundTokensTest {

  private static final String ROLE = "arn:aws:iam::111122223333:role/cart";
  private static final String API = "https://api.example";
  private static final Duration LIFE = Duration.ofMinutes(5);
  private static final Map<String, String> IRSA =
      Map.of(
          "AWS_ROLE_ARN", ROLE,
          "AWS_WEB_IDENTITY_TOKEN_FILE", "/var/run/token",
          "AWS_REGION", "eu-west-1");
  private static final Map<String, String> POD_IDENTITY =
      Map.of(
          "AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://169.254.170.23/v1/credentials",
          "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "/var/run/token");

  private final VirtualRoles world = new VirtualRoles();
  private final IrsaCredentials irsa = handle(IRSA);

  private IrsaCredentials handle(Map<String, String> variables) {
    return world.handle(
        GivenSettings.none().with(Setting.ENVIRONMENT, Environment.of(variables, Map.of())));
  }

  /** Returns the STS for tokens for an audience, which live five minutes. */
  private VirtualSts sts(String audience) {
    VirtualSts sts = world.sts(audience);
    sts.lifetime = LIFE;
    sts.longest = LIFE;
    return sts;
  }

  private OutboundTokens tokens(IrsaCredentials of, String audience) {
    VirtualSts unused = sts(audience);
    return of.outboundTokens(OutboundTokenRequest.audience(audience));
  }

  private int calls(String name) {
    return (int) world.starts.stream().filter(each -> each.role().equals(name)).count();
  }

  private static String atOnce(OutboundTokens tokens) {
    CompletableFuture<String> answer = tokens.getAsync();
    assertTrue(answer.isDone(), "a caller had to wait");
    return answer.join();
  }

  /** A request that is signed with the id of a token is not the pod's. */
  @Test
  void theIdOfATokenIsNoAccessKeyOfThePod() {
    var unused = world.await(tokens(irsa, API).getAsync());

    assertTrue(world.sessions.hasIssued("cart-1"));
    assertFalse(world.sessions.hasIssued("api.example-1"));
  }

  @Test
  void equalRequestsOfAnyHandleShareAToken() {
    OutboundTokenRequest request = OutboundTokenRequest.audience(API);
    String token = world.await(tokens(irsa, API).getAsync());

    assertEquals(token, tokens(irsa, API).get());
    IrsaCredentials other = handle(IRSA);
    assertEquals(token, world.await(other.outboundTokens(request.withDuration(LIFE)).getAsync()));
    assertEquals(token, world.await(other.outboundTokens(request.withTags(Map.of())).getAsync()));

    assertEquals(List.of(1, 1), List.of(calls(ROLE), calls(API)));
  }

  static Stream<OutboundTokenRequest> otherRequests() {
    OutboundTokenRequest request = OutboundTokenRequest.audience(API);
    return Stream.of(
        OutboundTokenRequest.audience("other"),
        OutboundTokenRequest.audiences(List.of(API, "other")),
        OutboundTokenRequest.audiences(List.of("other", API)),
        request.withDuration(Duration.ofMinutes(6)),
        request.withSigningAlgorithm(SigningAlgorithm.ES384),
        request.withTags(Map.of("team", "shop")));
  }

  @ParameterizedTest
  @MethodSource("otherRequests")
  void anotherRequestIsAnotherToken(OutboundTokenRequest other) {
    assertNotEquals(OutboundTokenRequest.audience(API), other);
    var unused = world.await(tokens(irsa, API).getAsync());

    assertEquals(State.FRESH, tokens(irsa, API).status().state());
    assertEquals(State.EMPTY, irsa.outboundTokens(other).status().state());
  }

  @Test
  void aTokenIsRenewedAheadWhileItIsUsedAndNotAfterwards() {
    OutboundTokens tokens = tokens(irsa, API);
    String first = world.await(tokens.getAsync());

    for (int minute = 0; minute < 60; minute++) {
      world.time.advance(Duration.ofMinutes(1));
      var unused = atOnce(tokens);
    }
    int used = calls(API);
    assertNotEquals(first, atOnce(tokens));
    assertTrue(used >= 60 / 5 && used <= 60 / 2, "tokens in an hour: " + used);

    world.time.advance(LIFE.multipliedBy(2).plusMinutes(5));
    int idle = calls(API);
    world.time.advance(Duration.ofMinutes(30));
    assertEquals(idle, calls(API), "two lifetimes after the last use nobody needs it");
    var again = world.await(tokens.getAsync());
    assertNotEquals(first, again);
  }

  @Test
  void aTokenThatOutlivesTheCredentialsMakesThemLastLonger() {
    VirtualSts sts = world.sts(API);
    sts.longest = Duration.ofHours(1);
    var unused = world.await(irsa.credentialsAsync());
    world.time.advance(Duration.ofMinutes(20));
    assertEquals(1, calls(ROLE));

    var token =
        world.await(
            irsa.outboundTokens(
                    OutboundTokenRequest.audience(API).withDuration(Duration.ofHours(1)))
                .getAsync());

    assertFalse(token.isEmpty());
    assertEquals(List.of(2, 1), List.of(calls(ROLE), calls(API)));
  }

  @Test
  void withoutLongerCredentialsTheCurrentOnesSign() {
    VirtualSts sts = world.sts(API);
    sts.longest = Duration.ofHours(1);
    var unused = world.await(irsa.credentialsAsync());
    world.time.advance(Duration.ofMinutes(20));
    world.sts(ROLE).behave(() -> Reply.failing(VirtualRoles::outage));

    var token =
        world.await(
            irsa.outboundTokens(
                    OutboundTokenRequest.audience(API).withDuration(Duration.ofHours(1)))
                .getAsync());

    assertFalse(token.isEmpty());
    assertEquals(1, calls(API));
  }

  @Test
  void aChainedRoleSignsForItsOwnToken() {
    String data = "arn:aws:iam::444455556666:role/data";
    OutboundTokens tokens = tokens(irsa.chainedRole(RoleRequest.of(data)), API);

    var unused = world.await(tokens.getAsync());

    assertEquals(List.of(1, 1, 1), List.of(calls(ROLE), calls(data), calls(API)));
    assertEquals(State.EMPTY, tokens(irsa, API).status().state(), "the pod's is another token");
  }

  @Test
  void aCloseGivesTheTokenBackAndALaterCallTakesItAgain() {
    OutboundTokens tokens = tokens(irsa, API);
    String first = world.await(tokens.getAsync());
    int open = world.sessions.size();

    tokens.close();
    world.time.advance(Duration.ofSeconds(2));
    assertEquals(open - 1, world.sessions.size());
    assertEquals(first, world.await(tokens.getAsync()), "the token was retained");

    irsa.close();
    world.time.advance(Duration.ofSeconds(2));
    assertEquals(0, world.sessions.size(), "the handle closes what it handed out");
    assertEquals(first, world.await(tokens.getAsync()));
    irsa.close();
    world.time.advance(Duration.ofSeconds(2));
    assertEquals(0, world.time.pendingTasks());
  }

  @Test
  void theStatusIsThatOfTheTokenAndDoesNotContainIt() {
    OutboundTokens tokens = tokens(irsa, API);
    assertNull(tokens.expiration());
    String token = world.await(tokens.getAsync());

    IrsaStatus status = tokens.status();

    assertEquals(IdentitySource.OUTBOUND_TOKEN, status.source());
    assertEquals(ROLE, status.roleArn());
    assertEquals(State.FRESH, status.state());
    assertEquals("https://sts.eu-west-1.amazonaws.com/", status.endpoint().toString());
    assertEquals(tokens.expiration(), status.expiration());
    assertFalse(status.toString().contains(token), status::toString);
  }

  @Test
  void theRegionServesTokensWhereTheGlobalEndpointIssuesCredentials() {
    Map<String, String> legacy = new HashMap<>(IRSA);
    legacy.put("AWS_STS_REGIONAL_ENDPOINTS", "legacy");
    IrsaCredentials handle = handle(legacy);

    assertEquals("sts.amazonaws.com", handle.status().endpoint().getHost());
    assertEquals("sts.eu-west-1.amazonaws.com", tokens(handle, API).status().endpoint().getHost());
  }

  @Test
  void anEndpointOfOnesOwnIsAskedAsItIs() {
    Map<String, String> own = new HashMap<>(IRSA);
    own.put("AWS_ENDPOINT_URL_STS", "https://sts.example.test/path");

    URI asked = tokens(handle(own), API).status().endpoint();

    assertEquals(URI.create("https://sts.example.test/path"), asked);
  }

  @ParameterizedTest
  @CsvSource({
    "AWS_ENDPOINT_URL_STS, https://sts.amazonaws.com, 'remove it, or use the endpoint of the region'",
    "AWS_REGION, aws-global, set AWS_REGION to the code of the region"
  })
  void theGlobalEndpointIsRefusedBecauseItDoesNotServeTokens(
      String variable, String value, String fix) {
    Map<String, String> global = new HashMap<>(IRSA);
    global.put(variable, value);
    IrsaCredentials handle = handle(global);
    assertEquals("sts.amazonaws.com", handle.status().endpoint().getHost());
    OutboundTokens tokens = tokens(handle, API);

    var failure = assertThrows(MisconfiguredException.class, tokens::get);

    assertTrue(failure.getMessage().contains(variable), failure::getMessage);
    assertTrue(failure.remedy().contains(fix), failure::remedy);
    assertEquals(List.of(), world.starts);
  }

  /** The signature needs the region, also where an endpoint of one's own is asked. */
  @ParameterizedTest
  @ValueSource(strings = {"", "https://sts.example.test"})
  void podIdentityNeedsTheRegionOfTheTokens(String endpoint) {
    Map<String, String> pod = new HashMap<>(POD_IDENTITY);
    pod.put("AWS_ENDPOINT_URL_STS", endpoint);
    OutboundTokens without = tokens(handle(pod), API);

    var failure = assertThrows(MisconfiguredException.class, without::get);
    assertTrue(failure.remedy().contains("set AWS_REGION"), failure::remedy);

    pod.put("AWS_REGION", "eu-west-1");
    OutboundTokens with = tokens(handle(pod), API);
    assertFalse(world.await(with.getAsync()).isEmpty());
  }

  @Test
  void aWebIdentityNeedsTheRegionOfTheTokensToo() {
    Map<String, String> pod = new HashMap<>(IRSA);
    pod.remove("AWS_REGION");
    pod.put("AWS_ENDPOINT_URL_STS", "https://sts.example.test");
    OutboundTokens tokens = tokens(handle(pod), API);

    var failure = assertThrows(MisconfiguredException.class, tokens::get);

    assertTrue(failure.remedy().contains("set AWS_REGION"), failure::remedy);
  }

  static Stream<Arguments> refused() {
    OutboundTokenRequest request = OutboundTokenRequest.audience(API);
    Map<String, String> tags = new HashMap<>();
    for (int i = 0; i < 51; i++) {
      tags.put("tag" + i, "");
    }
    List<String> eleven = new ArrayList<>();
    for (int i = 0; i < 11; i++) {
      eleven.add("audience" + i);
    }
    return Stream.of(
        Arguments.of(OutboundTokenRequest.audiences(List.of()), "audiences: are 0"),
        Arguments.of(OutboundTokenRequest.audience(" "), "audiences: \" \" cannot be"),
        Arguments.of(OutboundTokenRequest.audience("a\nb"), "audiences: \"a?b\" cannot be"),
        Arguments.of(OutboundTokenRequest.audience("a".repeat(1_001)), "1 to 1000"),
        Arguments.of(OutboundTokenRequest.audiences(eleven), "audiences: are 11"),
        Arguments.of(request.withDuration(Duration.ofSeconds(59)), "duration: PT59S is not"),
        Arguments.of(request.withDuration(Duration.ofSeconds(3_601)), "duration: PT1H1S is not"),
        Arguments.of(request.withDuration(Duration.ofMillis(60_500)), "whole seconds"),
        Arguments.of(request.withTags(tags), "tags: are 51"),
        Arguments.of(request.withTags(Map.of("", "x")), "tags: \"\" is not the key"),
        Arguments.of(request.withTags(Map.of("k", "a;b")), "tags: \"k\" has a value"),
        Arguments.of(request.withTags(Map.of("k", "é".repeat(257))), "tags: \"k\" has a value"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void aRequestBeyondTheLimitsOfStsIsRefusedBeforeAnyCall(
      OutboundTokenRequest request, String found) {
    var failure = assertThrows(MisconfiguredException.class, () -> irsa.outboundTokens(request));

    assertTrue(failure.getMessage().contains("OutboundTokenRequest."), failure::getMessage);
    assertTrue(failure.getMessage().contains(found), failure::getMessage);
    assertEquals(List.of(), world.starts);
  }

  @Test
  void theErrorOfATokenThatIsLateNamesTheRoleAndTheAudience() {
    world.hung.add(API);
    IrsaCredentials hasty =
        world.handle(
            GivenSettings.none()
                .with(Setting.ENVIRONMENT, Environment.of(IRSA, Map.of()))
                .with(Setting.DEADLINE, Duration.ofSeconds(5)));
    CompletableFuture<String> answer = tokens(hasty, API).getAsync();

    var failure = assertThrows(CredentialsException.class, () -> world.await(answer));

    assertTrue(failure.getMessage().contains(ROLE + " at " + API), failure::getMessage);
  }

  /** Opens tokens for a hundred services, all at once, which takes less than a deadline. */
  private List<OutboundTokens> aHundred(Duration life) {
    List<OutboundTokens> all = new ArrayList<>();
    List<CompletableFuture<String>> first = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      VirtualSts sts = sts("https://api-" + i);
      sts.lifetime = life;
      sts.longest = life;
      all.add(
          irsa.outboundTokens(
              OutboundTokenRequest.audience("https://api-" + i).withDuration(life)));
      first.add(all.get(i).getAsync());
    }
    world.time.advance(Duration.ofSeconds(20));
    first.forEach(each -> assertTrue(each.isDone() && !each.isCompletedExceptionally()));
    return all;
  }

  /** The first tokens of all within the deadline of a caller, and then never a wait. */
  @ParameterizedTest
  @CsvSource({"1, OUTAGE", "10, OUTAGE", "60, OUTAGE", "10, THROTTLED", "10, DENIED"})
  void whileAValidTokenExistsNobodyWaitsWhileStsFails(int minutes, FailureKind kind) {
    List<OutboundTokens> all = aHundred(LIFE);
    steps(all, Duration.ofMinutes(20));

    int before = world.starts.size();
    world.fail(() -> SimulatedFailures.of(kind));
    steps(all, Duration.ofMinutes(minutes));
    world.fail(null);
    assertTrue(
        world.starts.size() - before <= 20 * 60 * minutes, "a rate of " + world.starts.size());
    world.time.advance(Duration.ofMinutes(6));
    steps(all, Duration.ofMinutes(20));
    all.forEach(OutboundTokensTest::atOnce);
  }

  @Test
  void aHundredTokensOfAMinuteCostAtMostThreeHundredCallsAMinute() {
    List<OutboundTokens> all = aHundred(Duration.ofMinutes(1));
    int before = world.starts.size();

    for (int second = 0; second < 600; second += 10) {
      world.time.advance(Duration.ofSeconds(10));
      all.forEach(OutboundTokensTest::atOnce);
    }

    int calls = world.starts.size() - before;
    assertTrue(calls <= 3_000, "calls in ten minutes: " + calls);
  }

  /**
   * The credentials cannot be renewed. Tokens get shorter with them, as the exchange makes them,
   * until a minute is left; the last one is served until it ends.
   */
  @Test
  void whenTheSessionEndsTokensGetShorterAndNobodyWaitsWhileOneIsValid() {
    VirtualSts ofRole = world.sts(ROLE);
    ofRole.lifetime = Duration.ofMinutes(15);
    ofRole.longest = Duration.ofMinutes(15);
    OutboundTokens tokens = tokens(irsa, API);
    var unused = world.await(tokens.getAsync());
    Instant end = irsa.status().expiration();
    VirtualSts sts = sts(API);
    sts.behave(
        () -> {
          Duration rest = Duration.between(world.time.instant(), end);
          sts.lifetime = rest.compareTo(LIFE) < 0 ? rest : LIFE;
          return rest.toSeconds() < 60 ? Reply.failing(VirtualRoles::outage) : sts.ok();
        });
    ofRole.behave(() -> Reply.failing(VirtualRoles::outage));

    Instant last = tokens.expiration();
    while (world.time.instant().isBefore(end.minusSeconds(61))) {
      world.time.advance(Duration.ofSeconds(5));
      assertFalse(atOnce(tokens).isEmpty());
      last = tokens.expiration();
      assertFalse(last.isAfter(end), "a token outlives its session");
    }
    assertTrue(last.isAfter(end.minusSeconds(61)), last::toString);
    steps(List.of(tokens), Duration.ofMinutes(2));
    assertTrue(calls(API) <= 40, "token calls: " + calls(API));

    var failure = assertThrows(CredentialsException.class, () -> world.await(tokens.getAsync()));
    assertEquals(FailureKind.OUTAGE, failure.failureKind());
    ofRole.behave(() -> ofRole.ok());
    sts.lifetime = LIFE;
    sts.behave(() -> sts.ok());
    world.time.advance(Duration.ofMinutes(2));
    assertFalse(world.await(tokens.getAsync()).isEmpty());
  }

  @Test
  void noEventContainsTheToken() {
    List<IrsaEvent> events = new ArrayList<>();
    IrsaCredentials told =
        world.handle(
            GivenSettings.none()
                .with(Setting.ENVIRONMENT, Environment.of(IRSA, Map.of()))
                .with(Setting.LISTENERS, List.<Consumer<IrsaEvent>>of(events::add)));
    String token = world.await(tokens(told, API).getAsync());
    world.fail(VirtualRoles::outage);
    world.time.advance(LIFE.plusMinutes(1));
    told.close();
    world.time.advance(Duration.ofSeconds(2));

    assertTrue(
        events.stream().anyMatch(each -> each.source() == IdentitySource.OUTBOUND_TOKEN),
        events::toString);
    assertFalse(events.toString().contains(token), events::toString);
  }

  /** Asks for each token every 20 s; one that is valid is there at once. */
  private void steps(List<OutboundTokens> all, Duration time) {
    for (long second = 0; second < time.toSeconds(); second += 20) {
      world.time.advance(Duration.ofSeconds(20));
      for (OutboundTokens tokens : all) {
        CompletableFuture<String> answer = tokens.getAsync();
        boolean isValid =
            tokens.expiration() != null && tokens.expiration().isAfter(world.time.instant());
        if (isValid) {
          assertTrue(answer.isDone() && !answer.isCompletedExceptionally(), "a valid token waits");
        }
      }
    }
  }
}
