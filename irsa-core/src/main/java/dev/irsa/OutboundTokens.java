package dev.irsa;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.session.SessionHandle;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Provides a JWT that STS signs for the pod's role, and that a service outside of AWS accepts in
 * place of an API key (outbound identity federation). The token is renewed in the background before
 * it expires, while somebody uses it: until twice its duration after the last call. While it is
 * valid, calls neither block nor fail. Otherwise every call returns a new token or throws a precise
 * exception within the deadline of the handle.
 *
 * <p>The token is the pod's, or there is none. Equal requests of a class loader share a token.
 *
 * <pre>{@code
 * OutboundTokens tokens =
 *     irsa.outboundTokens(OutboundTokenRequest.audience("https://api.openai.com/v1"));
 * String jwt = tokens.get();
 * }</pre>
 *
 * <p>Instances are thread-safe views of an {@link IrsaCredentials}, whose close gives their session
 * back as well; a later call takes it again. The account has to enable the tokens once: {@code aws
 * iam enable-outbound-web-identity-federation}.
 *
 * @since 0.1
 */
public final class OutboundTokens implements Supplier<String>, AutoCloseable {

  private final SessionHandle<ConfiguredSession> handle;
  private final Supplier<IrsaStatus> status;

  OutboundTokens(SessionHandle<ConfiguredSession> handle, Supplier<IrsaStatus> status) {
    this.handle = handle;
    this.status = status;
  }

  /**
   * Returns the token, a secret: immediately while it is valid, otherwise within the deadline of
   * the handle.
   *
   * @throws CredentialsException if no token could be obtained; the subclass identifies the cause
   */
  @Override
  public String get() {
    return handle.credentials().sessionToken();
  }

  /**
   * Returns a new future for the token, which is already complete while the token is valid. Never
   * blocks and never throws: every failure completes the future exceptionally. Cancelling the
   * future has no other effect.
   */
  public CompletableFuture<String> getAsync() {
    return handle.credentialsAsync().thenApply(SessionCredentials::sessionToken);
  }

  /**
   * Returns when the current token expires, by the clock of AWS, or null before the first one. It
   * does not outlive the credentials that signed it, so it may be shorter than requested.
   */
  public @Nullable Instant expiration() {
    return status().expiration();
  }

  /**
   * Returns the current status of the token, without the token. Never blocks, never calls STS and
   * never throws.
   */
  public IrsaStatus status() {
    return status.get();
  }

  /**
   * Gives the session of the token back. Callers that wait still get their result, other instances
   * are not affected, and the token is retained. A later call takes the session again. Idempotent.
   */
  @Override
  public void close() {
    handle.release();
  }
}
