package dev.irsa.fake;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.internal.identity.ExchangeResult;
import java.util.List;
import java.util.function.Supplier;

/**
 * A malformed response to an exchange: only credentials or a typed error may result, and neither
 * may show the token that was sent.
 */
public final class MalformedResponse {

  private MalformedResponse() {}

  /**
   * Checks what an exchange makes of the response.
   *
   * @param others secrets that an error may not show either
   */
  public static void check(Supplier<ExchangeResult> exchange, String token, String... others) {
    try {
      Secrets.assertAbsent(exchange.get().toString(), List.of(token));
    } catch (CredentialsException e) {
      String texts = Secrets.allTextOf(e) + e.code() + e.requestId();
      Secrets.assertAbsent(texts, List.of(token));
      Secrets.assertAbsent(texts, List.of(others));
    }
  }
}
