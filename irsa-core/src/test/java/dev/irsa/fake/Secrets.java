package dev.irsa.fake;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.internal.exchange.ExchangeResult;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Searches texts for secrets. */
public final class Secrets {

  private static final int PIECE = 16;

  private Secrets() {}

  /** Returns all texts of an exception: its causes, suppressed exceptions and stack traces. */
  public static String allTextOf(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text, true));
    for (Throwable next = failure; next != null; next = next.getCause()) {
      text.append(String.valueOf(next.getLocalizedMessage())).append('\n');
    }
    return text.toString();
  }

  /** Fails if the text contains a secret or a piece of one with 16 characters. */
  public static void assertAbsent(String text, List<String> secrets) {
    assertAbsent(text, secrets, PIECE);
  }

  /** Fails if the text contains a secret or a piece of one with the given length. */
  public static void assertAbsent(String text, List<String> secrets, int piece) {
    Set<String> pieces = new HashSet<>();
    for (String secret : secrets) {
      for (int i = 0; i + piece <= secret.length(); i++) {
        pieces.add(secret.substring(i, i + piece));
      }
    }
    for (int i = 0; i + piece <= text.length(); i++) {
      if (pieces.contains(text.substring(i, i + piece))) {
        throw new AssertionError("a piece of a secret, at character " + i + " of: " + text);
      }
    }
  }

  /**
   * Checks what an exchange makes of a malformed response: only credentials or a typed error may
   * result, and neither may show the token that was sent.
   *
   * @param others secrets that an error may not show either
   */
  public static void assertAbsentFromResult(
      Supplier<ExchangeResult> exchange, String token, String... others) {
    try {
      assertAbsent(exchange.get().toString(), List.of(token));
    } catch (CredentialsException e) {
      String texts = allTextOf(e) + e.code() + e.requestId();
      assertAbsent(texts, List.of(token));
      assertAbsent(texts, List.of(others));
    }
  }
}
