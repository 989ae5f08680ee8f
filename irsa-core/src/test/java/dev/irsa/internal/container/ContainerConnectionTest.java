package dev.irsa.internal.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.ExchangeUnavailableException.Stage;
import dev.irsa.credentials.FailureKind;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.fake.ContainerResponses;
import dev.irsa.fake.DeafPort;
import dev.irsa.fake.ScriptedServer;
import dev.irsa.internal.exchange.RunningExchange;
import dev.irsa.internal.http.HostResolver;
import dev.irsa.internal.http.Transport;
import dev.irsa.internal.sts.StsRequests;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests what is sent to which address, and connections that cannot be opened. */
final class ContainerConnectionTest {

  private static ScriptedServer answering() {
    return ScriptedServer.answering(200, ContainerResponses.success());
  }

  private static String sent(ScriptedServer server, URI uri, Transport transport) {
    ContainerCalls.send(uri, transport);
    assertEquals(1, server.requests().size());
    return server.requests().get(0);
  }

  @Test
  void aRequestHasTheseLinesAndNoOthers() {
    try (ScriptedServer server = answering()) {
      List<String> lines =
          List.of(
              sent(server, ContainerCalls.agent(server), StsRequests.direct(null))
                  .split("\r\n", -1));

      assertEquals("GET /v1/credentials HTTP/1.1", lines.get(0));
      assertEquals("Host: 127.0.0.1:" + server.port(), lines.get(1));
      assertEquals("Accept: application/json", lines.get(2));
      assertEquals("Authorization: " + ContainerResponses.TOKEN, lines.get(3));
      assertTrue(lines.get(4).startsWith("User-Agent: irsa/"), lines.get(4));
      assertEquals(List.of("Connection: close", "", ""), lines.subList(5, lines.size()));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/credentials?a=b&c=%20d, /v1/credentials?a=b&c=%20d",
    "/a%2Fb;c=d, /a%2Fb;c=d",
    "/, /",
    "'', /",
    "?a, /?a",
    "/\u00e4, /%C3%A4"
  })
  void pathAndQueryAreSentAsTheyAre(String given, String sent) {
    try (ScriptedServer server = answering()) {
      URI uri = URI.create("http://127.0.0.1:" + server.port() + given);

      assertTrue(
          sent(server, uri, StsRequests.direct(null)).startsWith("GET " + sent + " HTTP/1.1\r"));
    }
  }

  private static final String HERE = "127.0.0.1";

  private static HostResolver resolving(String... addresses) {
    return host -> {
      InetAddress[] found = new InetAddress[addresses.length];
      for (int i = 0; i < addresses.length; i++) {
        found[i] = InetAddress.getByName(addresses[i]);
      }
      return found;
    };
  }

  private static URI named(String scheme, ScriptedServer server) {
    return URI.create(scheme + "://agent.example.test:" + server.port() + "/v1/credentials");
  }

  private static Transport finding(String... addresses) {
    return ContainerCalls.resolving(resolving(addresses));
  }

  private static MisconfiguredException refuse(URI uri, Transport transport) {
    return assertThrows(MisconfiguredException.class, () -> ContainerCalls.send(uri, transport));
  }

  static Stream<Arguments> foreign() {
    String[] alone = {"198.51.100.7"};
    return Stream.of(
        arguments("a remote address", alone),
        arguments("a private address", new String[] {"10.1.2.3"}),
        arguments("the metadata service", new String[] {"169.254.169.254"}),
        arguments("a remote address in IPv6", new String[] {"2001:db8::1"}),
        arguments("all addresses", new String[] {"0.0.0.0"}),
        arguments("loopback and a remote address", new String[] {HERE, "198.51.100.7"}),
        arguments("a remote address and loopback", new String[] {"198.51.100.7", HERE}));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("foreign")
  void aNameWithAForeignAddressIsRefusedBeforeAnythingIsSent(String row, String[] addresses) {
    try (ScriptedServer server = answering()) {
      MisconfiguredException failure = refuse(named("http", server), finding(addresses));

      assertEquals(0, server.connections());
      assertTrue(failure.isConfigured());
      String message = failure.getMessage();
      assertTrue(message.contains("(from " + ContainerCalls.ORIGIN + ")"), message);
      assertTrue(message.contains("the host agent.example.test has the address "), message);
      assertTrue(message.contains("nothing was sent"), message);
      assertTrue(failure.remedy().contains("169.254.170.23"), failure::remedy);
    }
  }

  @Test
  void aNameWithLocalAddressesIsUsedAndSentAsHost() {
    try (ScriptedServer server = answering()) {
      URI uri = named("http", server);

      ContainerCalls.send(uri, finding("127.0.0.2", "::1", HERE));

      assertTrue(server.requests().get(0).contains("\r\nHost: " + uri.getAuthority() + "\r\n"));
    }
  }

  @Test
  void theConnectionGoesToTheAddressThatWasChecked() {
    AtomicInteger lookups = new AtomicInteger();
    HostResolver rebinding =
        host -> {
          String address = lookups.incrementAndGet() == 1 ? HERE : "198.51.100.7";
          return resolving(address).addresses(host);
        };
    try (ScriptedServer server = answering()) {
      ContainerCalls.send(named("http", server), ContainerCalls.resolving(rebinding));

      assertEquals(1, lookups.get());
      assertEquals(1, server.connections());
    }
  }

  @Test
  void aNameThatCannotBeResolvedIsAnOutageOfDns() {
    HostResolver unknown =
        host -> {
          throw new UnknownHostException(host);
        };
    for (HostResolver resolver : new HostResolver[] {unknown, resolving()}) {
      var failure =
          ContainerCalls.failWithoutResponse(
              URI.create("http://agent.example.test/v1/credentials"),
              ContainerCalls.resolving(resolver));

      assertEquals(Stage.DNS, failure.stage());
      assertTrue(failure.getMessage().contains("agent.example.test"), failure::getMessage);
      assertTrue(failure.remedy().contains("DNS of this container"), failure::remedy);
    }
  }

  private static final Duration BOUND = Duration.ofSeconds(7);
  private static final Duration ENDLESS = Duration.ofHours(1);

  private final List<Duration> pauses = new ArrayList<>();
  private long nanos;

  /** Passes the time of a pause on the clock of this test. */
  private void pass(RunningExchange call, Duration duration) {
    pauses.add(duration);
    nanos += duration.toNanos();
  }

  /** Asks in vain, on the clock of this test. */
  private ExchangeUnavailableException fail(URI uri, Transport transport, Duration bound) {
    ContainerExchange exchange = ContainerCalls.exchange(uri, transport, () -> nanos, this::pass);
    return fail(exchange, new RunningExchange(bound, () -> nanos));
  }

  private ExchangeUnavailableException fail(URI uri) {
    return fail(uri, StsRequests.direct(null), BOUND);
  }

  private static ExchangeUnavailableException fail(
      ContainerExchange exchange, RunningExchange call) {
    return assertThrows(
        ExchangeUnavailableException.class, () -> exchange.ask(ContainerCalls.TOKEN, call));
  }

  private static List<Duration> millis(long... all) {
    List<Duration> durations = new ArrayList<>();
    for (long one : all) {
      durations.add(Duration.ofMillis(one));
    }
    return durations;
  }

  @Test
  void pausesDoubleUpToASecondAndEndBeforeTheBound() {
    try (DeafPort nobody = new DeafPort()) {
      ExchangeUnavailableException failure = fail(nobody.uri());

      assertEquals(millis(100, 200, 400, 800, 1000, 1000, 1000, 1000, 1000), pauses);
      assertEquals(Stage.CONNECT, failure.stage());
      assertEquals(FailureKind.OUTAGE, failure.failureKind());
      assertEquals(Duration.ofMillis(6500), failure.elapsed());
      assertEquals(1, failure.attempts());
      assertTrue(failure.summary().endsWith(" refused the connection"), failure::summary);
    }
  }

  @Test
  void theLookUpIsRepeatedWithEachConnection() {
    int[] lookups = {0};
    try (DeafPort nobody = new DeafPort()) {
      fail(
          nobody.uri(),
          ContainerCalls.resolving(
              host -> {
                lookups[0]++;
                return new InetAddress[] {InetAddress.getLoopbackAddress()};
              }),
          Duration.ofMillis(400));

      assertEquals(3, lookups[0], "at 0, 100 and 300 ms");
    }
  }

  @Test
  void anInterruptEndsTheCallAndIsKept() {
    try (DeafPort nobody = new DeafPort()) {
      ContainerExchange exchange = ContainerCalls.exchange(nobody.uri(), StsRequests.direct(null));
      Thread.currentThread().interrupt();

      ExchangeUnavailableException failure = fail(exchange, StsRequests.call(ENDLESS));

      assertTrue(Thread.interrupted(), "the flag is set");
      assertEquals(Stage.CONNECT, failure.stage());
    }
  }

  @Test
  void aConnectionThatWasOpenedIsNotRepeated() {
    try (ScriptedServer closing = ScriptedServer.plain(connection -> {});
        ScriptedServer silent = ScriptedServer.plain(connection -> connection.readRequest())) {
      fail(closing.uri());
      fail(silent.uri());

      assertEquals(1, closing.connections());
      assertEquals(1, silent.requests().size());
      assertEquals(List.of(), pauses);
    }
  }
}
