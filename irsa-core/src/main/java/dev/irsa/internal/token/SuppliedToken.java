package dev.irsa.internal.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.irsa.credentials.TokenUnavailableException;
import dev.irsa.internal.failure.FailureDetails;
import dev.irsa.internal.identity.IdentityToken;
import dev.irsa.internal.identity.TokenSupplierReference;
import dev.irsa.internal.text.TokenRedactor;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * A token source that asks the application's supplier, and only when a token is exchanged. Whether
 * there is another token is therefore not known in between.
 *
 * <p>A supplier is called by one thread at a time, whatever number of sessions use it: a supplier
 * that hangs keeps one thread. Sessions that need a token during a call wait for its result.
 */
final class SuppliedToken implements TokenSource {

  private static final String REMEDY = "Check what it depends on; it is called again";

  private final TokenSupplierReference supplier;
  private final String roleArn;

  /** The calls in progress, including calls whose thread was left behind. */
  private static final ConcurrentMap<TokenSupplierReference, Call> CALLS =
      new ConcurrentHashMap<>();

  /** A call of a supplier. */
  private static final class Call {
    private final CountDownLatch end = new CountDownLatch(1);

    /** Whether the session that made it no longer waits. */
    private volatile boolean isAborted;

    // Written before the end, read after it.
    private @Nullable IdentityToken token;
    private String found = "";
    private @Nullable Throwable cause;
  }

  /** The call that this session makes, or null. */
  private volatile @Nullable Call made;

  // Volatile: written by reads, taken by another thread. Null after that: a secret is not kept.
  private volatile @Nullable IdentityToken lastRead;

  SuppliedToken(TokenSupplierReference supplier, String roleArn) {
    this.supplier = supplier;
    this.roleArn = roleArn;
  }

  @Override
  public IdentityToken read(Duration bound) {
    Call call = call();
    IdentityToken token = call.token;
    if (token == null) {
      throw unavailable(call.found, call.cause);
    }
    lastRead = token;
    return token;
  }

  /** Returns a call that has ended: one of this thread, or one that was in progress. */
  private Call call() {
    while (true) {
      Call own = new Call();
      Call other = CALLS.putIfAbsent(supplier, own);
      if (other == null) {
        make(own);
        return own;
      }
      await(other);
      if (!other.isAborted) {
        return other;
      }
      // Its own session may have interrupted it, which says nothing to this session.
    }
  }

  private void make(Call call) {
    try {
      made = call;
      // An abort came before this, or finds the call.
      if (Thread.currentThread().isInterrupted()) {
        call.isAborted = true;
      }
      ask(call);
    } finally {
      made = null;
      CALLS.remove(supplier, call);
      call.end.countDown();
    }
  }

  private void ask(Call call) {
    String text;
    try {
      text = supplier.get();
    } catch (Throwable failure) {
      call.found = "threw " + described(failure);
      call.cause = TokenRedactor.isClean(failure, "") ? failure : null;
      return;
    }
    if (text == null) {
      call.found = "returned null";
      return;
    }
    int length = Math.min(text.length(), ParsedToken.MAX_BYTES + 1);
    ParsedToken parser =
        ParsedToken.of(text.substring(0, length).getBytes(UTF_8), TokenKind.WEB_IDENTITY);
    call.token = parser.token();
    if (call.token == null) {
      call.found = "returned a text that " + parser.found();
    }
  }

  /** Waits for the call of another session, unless that session has given it up. */
  private void await(Call other) {
    if (other.isAborted && other.end.getCount() > 0) {
      throw unavailable("has not returned from an earlier call", null);
    }
    try {
      other.end.await();
    } catch (InterruptedException aborted) {
      Thread.currentThread().interrupt();
      throw unread();
    }
  }

  /** Ends the wait of other sessions for a call that this session has given up. */
  @Override
  public void abandon() {
    Call last = made;
    if (last != null) {
      last.isAborted = true;
    }
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
