package dev.irsa.internal.adapter;

import dev.irsa.IrsaCredentials;
import dev.irsa.IrsaStatus;
import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.CredentialsRequest;
import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.concurrent.Futures;
import dev.irsa.internal.session.Sessions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A handle in an SDK's types, with the translation of its latest credentials. Thread-safe.
 *
 * @param <T> the SDK's type of credentials
 */
public final class SdkHandle<T> implements CredentialsSource<T> {

  /**
   * Credentials converted to the SDK's type.
   *
   * @param source the original credentials; in {@link #none}, an object that equals no credentials
   * @param credentials the converted credentials; null only in {@link #none}
   */
  record Translation<T>(Object source, @Nullable T credentials) {
    /**
     * Returns a new empty translation. Each is a distinct object, so that a thread can detect that
     * it was replaced since.
     */
    static <T> Translation<T> none() {
      return new Translation<>(new Object(), null);
    }
  }

  private final IrsaCredentials handle;

  /** The handle with which the chain of roles begins. */
  private final IrsaCredentials pod;

  /** How many roles are assumed from there on. */
  private final int chained;

  /** What a close gives back: that handle, or a view, for which a close has no effect. */
  private final IrsaCredentials closed;

  private final SdkTypes<? extends T> sdk;

  /**
   * The translation of the latest credentials, so that they are converted once. Empty after a close
   * and after {@code discardAll()}.
   */
  private final AtomicReference<Translation<T>> translation =
      new AtomicReference<>(Translation.none());

  /** Referenced here because the registry holds it weakly. */
  private final Runnable forgetting = this::dropTranslation;

  /**
   * Creates a handle.
   *
   * @param pod the same, or the one that it is a view of
   * @param chained how many roles are assumed from there on
   * @param closed what a close gives back
   * @param sdk creates the SDK's credentials, once for each refresh, and its exceptions
   */
  SdkHandle(
      IrsaCredentials handle,
      IrsaCredentials pod,
      int chained,
      IrsaCredentials closed,
      SdkTypes<? extends T> sdk) {
    this.handle = handle;
    this.pod = pod;
    this.chained = chained;
    this.closed = closed;
    this.sdk = sdk;
    Sessions.shared().alsoForget(forgetting);
  }

  Translation<T> translation() {
    return Objects.requireNonNull(translation.get());
  }

  private void dropTranslation() {
    translation.set(Translation.none());
  }

  /**
   * Returns credentials, which are the same object until the next refresh.
   *
   * @throws RuntimeException of the SDK's type, if there are none
   */
  @Override
  public T credentials() {
    T cached = cached();
    return cached != null ? cached : ask(null);
  }

  /**
   * Returns the credentials of a request.
   *
   * @throws RuntimeException of the SDK's type, if there are none
   */
  T credentials(CredentialsRequest request) {
    return ask(request);
  }

  private T ask(@Nullable CredentialsRequest request) {
    Translation<T> before = translation();
    try {
      return translated(
          request == null ? handle.credentials() : handle.credentials(request), before);
    } catch (CredentialsException failure) {
      throw sdk.exception(failure);
    }
  }

  /** Returns a new future for the credentials. Never blocks and never throws. */
  @Override
  public CompletableFuture<T> credentialsAsync() {
    T cached = cached();
    return cached != null ? CompletableFuture.completedFuture(cached) : askAsync(null);
  }

  /** Returns a new future for the credentials of a request. Never blocks and never throws. */
  CompletableFuture<T> credentialsAsync(CredentialsRequest request) {
    return askAsync(request);
  }

  private CompletableFuture<T> askAsync(@Nullable CredentialsRequest request) {
    try {
      Translation<T> before = translation();
      CompletableFuture<T> result = new CompletableFuture<>();
      Futures.then(
          request == null ? handle.credentialsAsync() : handle.credentialsAsync(request),
          (session, failure) -> answer(result, before, session, failure));
      return result;
    } catch (Throwable failure) {
      return CompletableFuture.failedFuture(failure);
    }
  }

  /** Completes a future with the translation of what another one brought. */
  private void answer(
      CompletableFuture<T> result,
      Translation<T> before,
      @Nullable SessionCredentials session,
      @Nullable Throwable failure) {
    try {
      if (session != null) {
        result.complete(translated(session, before));
      } else {
        result.completeExceptionally(
            failure instanceof CredentialsException typed ? sdk.exception(typed) : failure);
      }
    } catch (Throwable defect) {
      result.completeExceptionally(defect);
    }
  }

  /**
   * Refreshes the credentials now.
   *
   * @throws RuntimeException of the SDK's type, if there are no valid credentials
   */
  @Override
  public boolean refresh() {
    try {
      return handle.refresh();
    } catch (CredentialsException failure) {
      throw sdk.exception(failure);
    }
  }

  /** Reports rejected credentials to all sessions of this class loader. */
  public static void invalidateAnywhere(String accessKeyId) {
    Sessions.shared().invalidate(accessKeyId);
  }

  /** Reports rejected credentials. Has no effect if no handle uses the session. */
  @Override
  public void invalidate(String accessKeyId) {
    try {
      handle.invalidate(accessKeyId);
    } catch (CredentialsException misconfigured) {
      // The configuration is invalid, so the rejected credentials are not from this handle.
    }
  }

  @Override
  public String name() {
    return "IrsaCredentialsProvider";
  }

  /** Returns the status, without taking a lease. Never blocks. */
  public IrsaStatus status() {
    return handle.status();
  }

  /** Returns the problems of an invalid configuration, which are known without a call of STS. */
  List<MisconfiguredException.Problem> problems() {
    if (status().state() != IrsaStatus.State.MISCONFIGURED) {
      return List.of();
    }
    return handle
        .credentialsAsync()
        .handle(
            (credentials, failure) ->
                failure instanceof MisconfiguredException wrong
                    ? wrong.problems()
                    : List.<MisconfiguredException.Problem>of())
        .getNow(List.of());
  }

  /** Gives the session back. A later call takes it again. */
  @Override
  public void close() {
    dropTranslation();
    closed.close();
  }

  /**
   * Returns a handle of another session with the same token, which works as long as this one.
   *
   * @throws RuntimeException of the SDK's type, if a value is invalid
   */
  public SdkHandle<T> forRole(RoleRequest request) {
    return opened(sdk, () -> view(handle.forRole(request), chained));
  }

  /**
   * Returns a handle of a role that is assumed with the credentials of this one, which works as
   * long as this one.
   *
   * @throws RuntimeException of the SDK's type, if a value is invalid
   */
  public SdkHandle<T> chainedRole(RoleRequest request) {
    return opened(sdk, () -> view(handle.chainedRole(request), chained + 1));
  }

  private SdkHandle<T> view(IrsaCredentials view, int roles) {
    return new SdkHandle<>(view, pod, roles, view, sdk);
  }

  /** Returns a new handle. An invalid setting is reported in the SDK's type. */
  static <T> SdkHandle<T> opened(SdkTypes<?> sdk, Supplier<SdkHandle<T>> created) {
    try {
      return created.get();
    } catch (CredentialsException invalid) {
      throw sdk.exception(invalid);
    }
  }

  /**
   * Returns the cached credentials in the SDK's type, or null if there are none. Allocates no
   * memory.
   */
  @SuppressWarnings("ReferenceEquality") // The credentials of a refresh are a single object.
  private @Nullable T cached() {
    Translation<T> current = translation();
    return current.source == handle.credentialsInHand() ? current.credentials : null;
  }

  /**
   * Converts credentials, unless they are already converted.
   *
   * @param before the translation at the time of the request; if it was replaced since, these
   *     credentials may be older than the current ones
   */
  @SuppressWarnings("ReferenceEquality") // As above.
  T translated(SessionCredentials session, Translation<T> before) {
    T alreadyTranslated = before.credentials;
    if (before.source == session && alreadyTranslated != null) {
      return alreadyTranslated;
    }
    T converted = translate(session);
    Translation<T> found =
        Objects.requireNonNull(
            translation.compareAndExchange(before, new Translation<>(session, converted)));
    T translatedConcurrently = found.credentials;
    return found.source == session && translatedConcurrently != null
        ? translatedConcurrently
        : converted;
  }

  private T translate(SessionCredentials session) {
    try {
      List<IdentitySource> sources =
          new ArrayList<>(Collections.nCopies(chained + 1, IdentitySource.CHAINED_ROLE));
      sources.set(0, pod.status().source());
      return sdk.credentials(session, sources);
    } catch (Throwable failure) {
      throw sdk.exception(
          new MisconfiguredException(
              true,
              List.of(
                  new MisconfiguredException.Problem(
                      "AWS SDK for Java",
                      "class path",
                      "credentials cannot be converted to its type: "
                          + (failure instanceof LinkageError
                              ? failure
                              : failure.getClass().getName()),
                      "use a version that irsa supports, with all of its modules of one version")),
              failure));
    }
  }
}
