package dev.irsa.fake;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.fake.ScriptedServer.Script;
import dev.irsa.internal.identity.ExchangeResult;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A malformed response to an exchange: only credentials or a typed error may result, and neither
 * may show the token that was sent.
 */
public final class MalformedResponse {

  private MalformedResponse() {}

  /**
   * Interprets the response. Returns whether it still contained credentials.
   *
   * @param others secrets that an error may not show either
   */
  public static boolean isRead(Supplier<ExchangeResult> exchange, String token, String... others) {
    try {
      Secrets.assertAbsent(exchange.get().toString(), List.of(token));
      return true;
    } catch (CredentialsException e) {
      String texts = Secrets.allTextOf(e) + e.code() + e.requestId();
      Secrets.assertAbsent(texts, List.of(token));
      Secrets.assertAbsent(texts, List.of(others));
      return false;
    }
  }

  /** Sends the response over a socket. Returns whether it still contained credentials. */
  public static boolean isRead(
      byte[] response,
      Function<ScriptedServer, ExchangeResult> exchange,
      String token,
      String... others) {
    try (ScriptedServer server =
        ScriptedServer.plain(Script.afterRequest(connection -> connection.write(response)))) {
      return isRead(() -> exchange.apply(server), token, others);
    }
  }
}
