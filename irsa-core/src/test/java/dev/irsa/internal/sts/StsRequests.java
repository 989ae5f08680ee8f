package dev.irsa.internal.sts;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.ExchangeUnavailableException.Stage;
import dev.irsa.fake.ScriptedServer;
import dev.irsa.fake.StsResponses;
import dev.irsa.internal.exchange.ExchangeResult;
import dev.irsa.internal.exchange.RunningExchange;
import dev.irsa.internal.http.Transport;
import dev.irsa.internal.identity.IdentityToken;
import dev.irsa.internal.identity.WebIdentity;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;

/** Utilities shared by the tests of the exchange. */
public final class StsRequests {

  public static final Duration BOUND = Duration.ofSeconds(20);
  public static final IdentityToken TOKEN = new IdentityToken(StsResponses.TOKEN);
  public static final WebIdentity IDENTITY =
      new WebIdentity(
          "arn:aws:iam::111122223333:role/cart",
          Path.of("/token"),
          null,
          "irsa-cart-0",
          null,
          null,
          List.of());

  private StsRequests() {}

  public static RunningExchange call(Duration bound) {
    return new RunningExchange(bound, System::nanoTime);
  }

  /** Sends the token to an endpoint. */
  public static ExchangeResult send(URI endpoint, Transport transport, RunningExchange call) {
    return send(IDENTITY, TOKEN, endpoint, transport, call);
  }

  static ExchangeResult send(
      WebIdentity identity,
      IdentityToken token,
      URI endpoint,
      Transport transport,
      RunningExchange call) {
    return new StsRequest(endpoint, transport, call).send(identity, token);
  }

  public static ExchangeResult send(URI endpoint, Transport transport) {
    return send(endpoint, transport, call(BOUND));
  }

  static ExchangeResult send(ScriptedServer server) {
    return send(server.uri(), direct(null));
  }

  static CredentialsException fail(ScriptedServer server) {
    return assertThrows(CredentialsException.class, () -> send(server));
  }

  public static ExchangeUnavailableException failWithoutAnswer(
      URI endpoint, Transport transport, Duration bound) {
    return assertThrows(
        ExchangeUnavailableException.class, () -> send(endpoint, transport, call(bound)));
  }

  /**
   * Makes a call reach its time limit at a stage. If a busy machine reaches the limit before that
   * stage, the limit is doubled and the call repeated.
   */
  static ExchangeUnavailableException failAt(Stage stage, URI endpoint, Transport transport) {
    return failAt(stage, bound -> send(endpoint, transport, call(bound)));
  }

  /** Makes any exchange, given its time limit, reach that limit at a stage, in the same way. */
  public static ExchangeUnavailableException failAt(Stage stage, Consumer<Duration> exchange) {
    Duration bound = Duration.ofMillis(100);
    while (true) {
      Duration tried = bound;
      var failure = assertThrows(ExchangeUnavailableException.class, () -> exchange.accept(tried));
      if (failure.stage() == stage) {
        // The step begins a little later than the call.
        assertTrue(failure.elapsed().compareTo(bound.minusMillis(25)) >= 0, failure::getMessage);
        return failure;
      }
      bound = bound.multipliedBy(2);
      assertTrue(bound.compareTo(BOUND) < 0, failure::getMessage);
    }
  }

  public static Transport direct(SSLContext context) {
    return new Transport(null, null, context);
  }
}
