package dev.irsa.internal.token;

import dev.irsa.internal.identity.IdentityToken;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The result of parsing the content of a token file. Immutable.
 *
 * @param token the token, or null if the content is invalid
 * @param found a description of invalid content that does not repeat it; empty if there is a token
 */
record ParsedToken(@Nullable IdentityToken token, String found) {

  /** The maximum length of a file, or of the text of a supplier. */
  static final int MAX_BYTES = 64 * 1024;

  /** Parses the content of a token file. */
  static ParsedToken of(byte[] content, TokenKind kind) {
    if (content.length > MAX_BYTES) {
      return new ParsedToken(null, "is longer than 64 KiB");
    }
    int from = hasByteOrderMark(content) ? 3 : 0;
    int to = content.length;
    while (from < to && isSpace(content[from])) {
      from++;
    }
    while (from < to && isSpace(content[to - 1])) {
      to--;
    }
    String problem = problem(content, from, to, kind.isJwt() ? '!' : ' ');
    if (problem != null) {
      return new ParsedToken(null, problem);
    }
    String text = new String(content, from, to - from, StandardCharsets.US_ASCII);
    IdentityToken token = new IdentityToken(text);
    return !kind.isJwt() || token.hasThreeParts()
        ? new ParsedToken(token, "")
        : new ParsedToken(
            null, "does not contain a token: three parts separated by dots are expected");
  }

  /**
   * Describes why the content is not a token, or returns null.
   *
   * @param lowest the lowest character that a token may contain
   */
  private static @Nullable String problem(byte[] content, int from, int to, char lowest) {
    if (from == to) {
      return content.length == 0 ? "is empty" : "contains only white space";
    }
    if (to - from > IdentityToken.MAX_LENGTH) {
      return "contains " + (to - from) + " characters, more than the 20,000 that a token may have";
    }
    for (int i = from; i < to; i++) {
      if (content[i] < lowest || content[i] > '~') {
        return "does not contain a token: character "
            + (i - from + 1)
            + " is "
            + (content[i] < 0 ? "not ASCII" : "white space or a control character");
      }
    }
    return null;
  }

  private static boolean hasByteOrderMark(byte[] content) {
    return content.length >= 3
        && content[0] == (byte) 0xef
        && content[1] == (byte) 0xbb
        && content[2] == (byte) 0xbf;
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || (b >= '\t' && b <= '\r');
  }

  @Override
  public String toString() {
    return "ParsedToken[" + (token == null ? found : "a token") + "]";
  }
}
