package dev.irsa.internal.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.irsa.credentials.TokenUnavailableException;
import dev.irsa.internal.failure.FailureDetails;
import dev.irsa.internal.identity.IdentityToken;
import dev.irsa.internal.identity.TokenSupplier;
import dev.irsa.internal.text.TokenRedactor;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A token source that asks the application's supplier, and only when a token is exchanged. Whether
 * there is another token is therefore not known in between.
 */
final class SuppliedToken implements TokenSource {

  private static final String REMEDY = "Check what it depends on; it is called again";

  private final TokenSupplier supplier;
  private final String roleArn;

  /** Whether the supplier is being called; after a time-out by a thread that was left behind. */
  private final AtomicBoolean isCalled = new AtomicBoolean();

  // Volatile: written by reads, taken by another thread. Null after that: a secret is not kept.
  private volatile @Nullable IdentityToken lastRead;

  SuppliedToken(TokenSupplier supplier, String roleArn) {
    this.supplier = supplier;
    this.roleArn = roleArn;
  }

  @Override
  public IdentityToken read(Duration bound) {
    if (!isCalled.compareAndSet(false, true)) {
      throw unavailable("has not returned from an earlier call", null);
    }
    String text;
    try {
      text = supplier.get();
    } catch (Throwable failure) {
      throw unavailable(
          "threw " + described(failure), TokenRedactor.isClean(failure, "") ? failure : null);
    } finally {
      isCalled.set(false);
    }
    if (text == null) {
      throw unavailable("returned null", null);
    }
    int length = Math.min(text.length(), FileSnapshot.MAX_BYTES + 1);
    TokenParser parser =
        TokenParser.of(text.substring(0, length).getBytes(UTF_8), TokenKind.WEB_IDENTITY);
    if (parser.token() == null) {
      throw unavailable("returned a text that " + parser.found(), null);
    }
    lastRead = parser.token();
    return parser.token();
  }

  @Override
  public TokenUnavailableException unread() {
    return unavailable("did not return in time", null);
  }

  /** Returns the token of the last exchange, once. */
  @Override
  public @Nullable IdentityToken peek() {
    IdentityToken last = lastRead;
    lastRead = null;
    return last;
  }

  @Override
  public void forget() {
    lastRead = null;
  }

  /** Describes an exception of the application, whose methods may throw in turn. */
  private static String described(Throwable failure) {
    String type = failure.getClass().getName();
    try {
      String message = failure.getMessage();
      return message == null ? type : type + ": " + TokenRedactor.mask(message, "");
    } catch (Throwable unreadable) {
      return type;
    }
  }

  private TokenUnavailableException unavailable(String found, @Nullable Throwable cause) {
    String summary = "No web identity token: " + supplier + " " + found;
    return new TokenUnavailableException(
        FailureDetails.of(summary, REMEDY, roleArn, null).causedBy(cause), null);
  }
}
