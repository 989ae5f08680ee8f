package dev.irsa.iam;

import dev.irsa.IrsaCredentials;
import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.CredentialsRequest;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.session.Sessions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Provides the current token of one user of one service. A token is used again while it is valid
 * for five minutes and the credentials that signed it are the current ones; otherwise a new one is
 * signed, which takes some microseconds and asks nobody while the credentials last. Thread-safe.
 *
 * <p>It fails only as {@link IrsaCredentials#credentials()} does, within its deadline. While the
 * pod has valid credentials, it gets a token.
 *
 * @since 0.1
 */
public final class IamTokenProvider implements Supplier<String> {

  /** Makes a token. */
  @FunctionalInterface
  interface Signature {
    /**
     * Returns the token.
     *
     * @param now the time of the issuer
     */
    String sign(SessionCredentials keys, Instant now);
  }

  /** The longest time between the request for a token and the end of the login. */
  private static final Duration LOGIN = Duration.ofMinutes(5);

  private final IrsaCredentials credentials;
  private final Clock clock;
  private final Duration validity;
  private final CredentialsRequest lasting;
  private final Signature signature;

  /** Referenced here because the registry holds it weakly. */
  private final Runnable forgetting = this::forget;

  private volatile @Nullable Signed last;

  /**
   * A token.
   *
   * @param accessKeyId of the credentials that signed it
   */
  private record Signed(String accessKeyId, IamToken token) {}

  IamTokenProvider(
      IrsaCredentials credentials, Clock clock, Duration validity, Signature signature) {
    this.credentials = credentials;
    this.clock = clock;
    this.validity = validity;
    this.lasting = CredentialsRequest.standard().withMinimumValidity(validity);
    this.signature = signature;
    Sessions.shared().alsoForget(forgetting);
  }

  private void forget() {
    last = null;
  }

  /** Returns the current token as text, which is a secret; see {@link #token}. */
  @Override
  public String get() {
    return token().value();
  }

  /**
   * Returns the current token. Waits only if the current credentials end within five minutes.
   *
   * @throws CredentialsException if valid credentials cannot be obtained
   * @throws IllegalStateException if the region of the service is not known
   */
  public IamToken token() {
    SessionCredentials keys = credentials.credentials();
    IamToken current = current(keys);
    return current != null ? current : sign(isEnough(keys) ? keys : lasting());
  }

  private SessionCredentials lasting() {
    try {
      return credentials.credentials(lasting);
    } catch (CredentialsException shorterOnly) {
      return credentials.credentials();
    }
  }

  /**
   * Returns a new future for the current token. Never blocks; failures of {@link #token} complete
   * the future.
   */
  public CompletableFuture<IamToken> tokenAsync() {
    return credentials.credentialsAsync().thenCompose(this::tokenAsync);
  }

  private CompletableFuture<IamToken> tokenAsync(SessionCredentials keys) {
    IamToken current = current(keys);
    if (current != null) {
      return CompletableFuture.completedFuture(current);
    }
    return (isEnough(keys) ? CompletableFuture.completedFuture(keys) : lastingAsync())
        .thenApply(this::sign);
  }

  private CompletableFuture<SessionCredentials> lastingAsync() {
    return credentials
        .credentialsAsync(lasting)
        .exceptionallyCompose(shorterOnly -> credentials.credentialsAsync());
  }

  /** Returns the last token if it can be used again, otherwise null. */
  private @Nullable IamToken current(SessionCredentials keys) {
    Signed signed = last;
    return signed != null
            && signed.accessKeyId.equals(keys.accessKeyId())
            && lasts(signed.token.expiration(), LOGIN)
        ? signed.token
        : null;
  }

  private boolean lasts(Instant expiration, Duration atLeast) {
    return !now().plus(atLeast).isAfter(expiration);
  }

  /**
   * Returns whether credentials last for a login. If they last for a login but not as long as the
   * token, also requests longer ones, without a wait.
   */
  private boolean isEnough(SessionCredentials keys) {
    boolean isEnough = lasts(keys.expiration(), LOGIN);
    if (isEnough && !lasts(keys.expiration(), validity)) {
      var unused = credentials.credentialsAsync(lasting);
    }
    return isEnough;
  }

  private IamToken sign(SessionCredentials keys) {
    Instant now = now();
    Instant end = now.plus(validity);
    IamToken token =
        new IamToken(
            signature.sign(keys, now), keys.expiration().isBefore(end) ? keys.expiration() : end);
    last = new Signed(keys.accessKeyId(), token);
    return token;
  }

  /** Returns the time of the issuer, as far as it is known. */
  private Instant now() {
    Duration offset = credentials.status().clockOffset();
    return offset == null ? clock.instant() : clock.instant().plus(offset);
  }
}
