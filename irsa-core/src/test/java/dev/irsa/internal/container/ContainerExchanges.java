package dev.irsa.internal.container;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.ExchangeUnavailableException.Stage;
import dev.irsa.credentials.IdentitySource;
import dev.irsa.fake.ContainerResponses;
import dev.irsa.fake.ScriptedServer;
import dev.irsa.internal.http.HostResolver;
import dev.irsa.internal.http.Transport;
import dev.irsa.internal.identity.ExchangeResult;
import dev.irsa.internal.identity.IdentityToken;
import dev.irsa.internal.identity.Subject;
import dev.irsa.internal.identity.TokenExchange;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Utilities shared by the tests of this package. */
final class ContainerExchanges {

  static final Duration BOUND = Duration.ofSeconds(20);
  static final IdentityToken TOKEN = new IdentityToken(ContainerResponses.TOKEN);
  static final String ORIGIN = "AWS_CONTAINER_CREDENTIALS_FULL_URI";

  private ContainerExchanges() {}

  static Subject subject(URI uri) {
    return new Subject(IdentitySource.CONTAINER, null, uri);
  }

  /** Returns the URI of the agent's credentials at a server. */
  static URI agent(ScriptedServer server) {
    return server.uri().resolve("/v1/credentials");
  }

  static Transport direct() {
    return new Transport(null, null, null);
  }

  /** Returns a transport that finds every host, even an address, at 127.0.0.1. */
  static Transport findingAllHere() {
    InetAddress here = InetAddress.getLoopbackAddress();
    return resolving(host -> new InetAddress[] {here});
  }

  static Transport resolving(HostResolver resolver) {
    return new Transport(null, null, null, resolver);
  }

  static TokenExchange.Call call(URI uri, Transport transport, Duration bound) {
    return new ContainerExchange(subject(uri), transport, ORIGIN, System::nanoTime).call(bound);
  }

  /** Returns an exchange with a clock and pauses of the test. */
  static ContainerExchange exchange(URI uri, LongSupplier nanos, ContainerExchange.Pause pause) {
    return new ContainerExchange(subject(uri), direct(), ORIGIN, nanos, pause);
  }

  static ExchangeResult send(ScriptedServer server) {
    return call(agent(server), direct(), BOUND).send(TOKEN);
  }

  static CredentialsException fail(ScriptedServer server) {
    return assertThrows(CredentialsException.class, () -> send(server));
  }

  static ExchangeUnavailableException failWithoutResponse(URI uri, Transport transport) {
    return assertThrows(
        ExchangeUnavailableException.class, () -> call(uri, transport, BOUND).send(TOKEN));
  }

  /**
   * Makes a call reach its time limit at a stage. If a busy machine reaches the limit before that
   * stage, the limit is doubled and the call repeated.
   */
  static ExchangeUnavailableException failAt(Stage stage, URI uri, Transport transport) {
    Duration bound = Duration.ofMillis(250);
    while (true) {
      TokenExchange.Call call = call(uri, transport, bound);
      ExchangeUnavailableException failure =
          assertThrows(ExchangeUnavailableException.class, () -> call.send(TOKEN));
      if (failure.stage() == stage) {
        return failure;
      }
      bound = bound.multipliedBy(2);
      assertTrue(bound.compareTo(BOUND) < 0, failure::getMessage);
    }
  }
}
