package dev.irsa.internal.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.irsa.credentials.ExchangeUnavailableException.Stage;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.fake.ContainerResponses;
import dev.irsa.fake.ScriptedServer;
import dev.irsa.internal.http.HostResolver;
import dev.irsa.internal.http.Transport;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that a token is sent without TLS only to addresses that do not leave the node. */
final class LocalResolverTest {

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

  private static ScriptedServer answering() {
    return ScriptedServer.answering(200, ContainerResponses.success());
  }

  private static Transport finding(String... addresses) {
    return ContainerExchanges.resolving(resolving(addresses));
  }

  private static MisconfiguredException refuse(URI uri, Transport transport) {
    return assertThrows(
        MisconfiguredException.class, () -> ContainerExchanges.send(uri, transport));
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
      assertTrue(message.contains("(from " + ContainerExchanges.ORIGIN + ")"), message);
      assertTrue(message.contains("the host agent.example.test has the address "), message);
      assertTrue(message.contains("nothing was sent"), message);
      assertTrue(failure.remedy().contains("169.254.170.23"), failure::remedy);
    }
  }

  @Test
  void aNameWithLocalAddressesIsUsedAndSentAsHost() {
    try (ScriptedServer server = answering()) {
      URI uri = named("http", server);

      ContainerExchanges.send(uri, finding("127.0.0.2", "::1", HERE));

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
      ContainerExchanges.send(named("http", server), ContainerExchanges.resolving(rebinding));

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
          ContainerExchanges.failWithoutResponse(
              URI.create("http://agent.example.test/v1/credentials"),
              ContainerExchanges.resolving(resolver));

      assertEquals(Stage.DNS, failure.stage());
      assertTrue(failure.getMessage().contains("agent.example.test"), failure::getMessage);
      assertTrue(failure.remedy().contains("DNS of this container"), failure::remedy);
    }
  }
}
