package dev.irsa.internal.container;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.fake.ContainerResponses;
import dev.irsa.fake.ScriptedServer;
import dev.irsa.internal.exchange.ExchangeResult;
import dev.irsa.internal.exchange.RunningExchange;
import dev.irsa.internal.http.HostResolver;
import dev.irsa.internal.http.Transport;
import dev.irsa.internal.identity.ContainerIdentity;
import dev.irsa.internal.identity.IdentityToken;
import dev.irsa.internal.sts.StsRequests;
import dev.irsa.internal.time.Clocks;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Utilities shared by the tests of this package. */
final class ContainerCalls {

  static final IdentityToken TOKEN = new IdentityToken(ContainerResponses.TOKEN);
  static final String ORIGIN = "AWS_CONTAINER_CREDENTIALS_FULL_URI";

  private ContainerCalls() {}

  static ContainerIdentity identity(URI uri) {
    return new ContainerIdentity(uri, null, null);
  }

  /** Returns the URI of the agent's credentials at a server. */
  static URI agent(ScriptedServer server) {
    return server.uri().resolve("/v1/credentials");
  }

  static Transport resolving(HostResolver resolver) {
    return new Transport(null, null, null, resolver);
  }

  /** What a test does in place of waiting between two connections. */
  interface Pause {
    void await(RunningExchange call, Duration time) throws InterruptedException;
  }

  static ContainerExchange exchange(URI uri, Transport transport) {
    return exchange(uri, transport, System::nanoTime, RunningExchange::pause);
  }

  /** Returns an exchange with a clock and pauses of the test. */
  static ContainerExchange exchange(URI uri, Transport transport, LongSupplier nanos, Pause pause) {
    return new ContainerExchange(
        identity(uri), transport, ORIGIN, new Clocks(Clock.systemUTC(), nanos)) {
      @Override
      void pause(RunningExchange call, Duration time) throws InterruptedException {
        pause.await(call, time);
      }
    };
  }

  static ExchangeResult send(ScriptedServer server) {
    return send(agent(server), StsRequests.direct(null));
  }

  static ExchangeResult send(URI uri, Transport transport) {
    return send(uri, transport, StsRequests.BOUND);
  }

  private static ExchangeResult send(URI uri, Transport transport, Duration bound) {
    return exchange(uri, transport).ask(TOKEN, StsRequests.call(bound));
  }

  static CredentialsException fail(ScriptedServer server) {
    return fail(agent(server), StsRequests.BOUND);
  }

  static CredentialsException fail(URI uri, Duration bound) {
    return assertThrows(
        CredentialsException.class, () -> send(uri, StsRequests.direct(null), bound));
  }

  static ExchangeUnavailableException failWithoutResponse(URI uri, Transport transport) {
    return assertThrows(ExchangeUnavailableException.class, () -> send(uri, transport));
  }
}
