package dev.irsa.internal.container;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.ExchangeRejectedException;
import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.ExchangeUnavailableException.Stage;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.TokenClaims;
import dev.irsa.internal.exchange.Exchange;
import dev.irsa.internal.exchange.ExchangeResult;
import dev.irsa.internal.exchange.IoDeadline;
import dev.irsa.internal.exchange.RunningExchange;
import dev.irsa.internal.http.ConnectionFactory;
import dev.irsa.internal.http.HttpClient;
import dev.irsa.internal.http.HttpExchange;
import dev.irsa.internal.http.HttpRequest;
import dev.irsa.internal.http.Transport;
import dev.irsa.internal.identity.ContainerIdentity;
import dev.irsa.internal.identity.IdentityToken;
import dev.irsa.internal.remedy.TokenRemedies;
import dev.irsa.internal.time.Clocks;
import dev.irsa.internal.token.JwtClaims;
import dev.irsa.internal.token.TokenKind;
import dev.irsa.internal.token.TokenSource;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Gets session credentials from a container credentials endpoint, with the authorization token that
 * it reads for each call. Each call uses a new connection, never through a proxy. Thread-safe.
 *
 * <p>A connection that cannot be opened does not end the call: it is tried again until the call's
 * bound, because nothing was sent, and the agent of a new node may start after its pods.
 */
public class ContainerExchange implements Exchange {

  private static final Duration MAX_LIFETIME = Duration.ofHours(12);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final ContainerIdentity identity;
  private final Transport transport;
  private final String origin;
  private final Clocks clocks;
  private final TokenSource tokens;

  /**
   * Creates an exchange, without I/O.
   *
   * @param identity the URI of the credentials, and where the token comes from
   * @param transport the settings of connections; its proxy is ignored
   * @param origin where the host of the URI was set, for messages
   */
  public ContainerExchange(
      ContainerIdentity identity, Transport transport, String origin, Clocks clocks) {
    this.identity = identity;
    this.transport =
        ConnectionFactory.isPlain(identity.uri())
            ? transport.direct(new ContainerHostCheck(transport.resolver(), origin))
            : transport.direct(transport.resolver());
    this.origin = origin;
    this.clocks = clocks;
    Path file = identity.tokenFile();
    this.tokens =
        file == null
            ? TokenSource.fixed(identity.token())
            : TokenSource.file(file, TokenKind.AUTHORIZATION, null, clocks.nanos());
  }

  @Override
  public ExchangeResult run(RunningExchange call) {
    IdentityToken token = tokens.read(call);
    try {
      return ask(token, call);
    } catch (ExchangeRejectedException rejection) {
      throw TokenRemedies.explain(
          rejection, identity, JwtClaims.of(token), tokens.writtenAt(), clocks.wall().instant());
    }
  }

  /**
   * Asks for credentials with a token.
   *
   * @param token the token, or null if the endpoint needs none
   * @throws CredentialsException if the endpoint rejects the request, or does not return a usable
   *     response in time
   */
  public ExchangeResult ask(@Nullable IdentityToken token, RunningExchange call) {
    IoDeadline deadline = call.stepDeadline();
    HttpRequest request = HttpRequest.get(token == null ? null : token.value());
    Duration next = FIRST_PAUSE;
    while (true) {
      HttpExchange connection = new HttpExchange(deadline);
      call.begin(connection);
      ContainerResponse response = new ContainerResponse(identity, token, connection);
      try {
        return response.read(new HttpClient(identity.uri(), transport, connection), request);
      } catch (ExchangeUnavailableException e) {
        if (isWithoutFamily(e.getCause())) {
          throw addressFamily();
        }
        if (e.stage() != Stage.CONNECT || call.isAborted() || !waitFor(next, deadline, call)) {
          throw e;
        }
      }
      next = longer(next);
    }
  }

  /**
   * Returns whether a connection failed because this JVM has no IPv6. Another attempt would fail in
   * the same way.
   */
  private static boolean isWithoutFamily(@Nullable Throwable failure) {
    if (failure == null || failure.getClass() != SocketException.class) {
      return false;
    }
    String message = failure.getMessage();
    return message != null
        && message.contains("amily unavailable")
        && failure.getSuppressed().length == 0;
  }

  private MisconfiguredException addressFamily() {
    return MisconfiguredException.of(
        "container credentials URI",
        origin,
        "the host "
            + identity.uri().getHost()
            + " is an IPv6 address, and this JVM has no IPv6; nothing was sent",
        "remove -Djava.net.preferIPv4Stack=true, or enable IPv6 in the container; an"
            + " agent in a cluster with IPv4 has the address 169.254.170.23");
  }

  /** Waits, and returns whether there is time for another connection. */
  private boolean waitFor(Duration duration, IoDeadline deadline, RunningExchange call) {
    if (deadline.remaining().compareTo(duration) <= 0) {
      return false;
    }
    try {
      pause(call, duration);
      // A pause may take longer. Without time left, the refused connection is the failure.
      return deadline.remaining().compareTo(Duration.ZERO) > 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Waits between two connections. */
  void pause(RunningExchange call, Duration time) throws InterruptedException {
    call.pause(time);
  }

  private static Duration longer(Duration pause) {
    Duration doubled = pause.multipliedBy(2);
    return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
  }

  @Override
  public boolean hasNewInput() {
    return tokens.hasChanged();
  }

  @Override
  public @Nullable TokenClaims inputClaims() {
    return JwtClaims.of(tokens.peek());
  }

  @Override
  public Duration longestLifetime() {
    return MAX_LIFETIME;
  }

  @Override
  public void forget() {
    transport.forget();
  }
}
