package dev.irsa.internal.adapter;

import dev.irsa.IrsaCredentials;
import dev.irsa.IrsaStatus;
import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.CredentialsRequest;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.concurrent.Futures;
import dev.irsa.internal.session.SessionHandle;
import dev.irsa.internal.session.Sessions;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A handle or a view of one in an SDK's types, with the translation of its latest credentials.
 * Thread-safe.
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

  private final HandleSettings settings;

  /** What each call requests, or null. */
  private final @Nullable CredentialsRequest request;

  /** Whether this works as long as another one, and has nothing to close. */
  private final boolean isView;

  private final SdkTypes<? extends T> sdk;

  /**
   * The translation of the latest credentials, so that they are converted once. Empty after a close
   * and after {@code discardAll()}.
   */
  private final AtomicReference<Translation<T>> translation;

  /** Referenced here because {@link Sessions} holds it weakly. */
  private final Runnable forgetting;

  /**
   * Creates a handle, which closes that of the pod.
   *
   * @param pod the same, or the one that it is a view of
   * @param settings those it was opened with
   * @param sdk creates the SDK's credentials, once for each refresh, and its exceptions
   */
  SdkHandle(
      IrsaCredentials handle,
      IrsaCredentials pod,
      HandleSettings settings,
      SdkTypes<? extends T> sdk) {
    this.handle = handle;
    this.pod = pod;
    this.settings = settings;
    this.sdk = sdk;
    this.request = null;
    this.isView = false;
    this.translation = new AtomicReference<>(Translation.none());
    this.forgetting = forgetting();
  }

  /** Creates a view. The credentials of a request are those of the base, in the same object. */
  private SdkHandle(
      SdkHandle<T> base,
      IrsaCredentials handle,
      HandleSettings settings,
      @Nullable CredentialsRequest request) {
    this.handle = handle;
    this.pod = base.pod;
    this.settings = settings;
    this.sdk = base.sdk;
    this.request = request;
    this.isView = true;
    this.translation =
        request == null ? new AtomicReference<>(Translation.none()) : base.translation;
    this.forgetting = request == null ? forgetting() : base.forgetting;
  }

  /** Returns the settings with which a handle of the same session is opened. */
  public HandleSettings settings() {
    return settings;
  }

  SdkTypes<? extends T> types() {
    return sdk;
  }

  Translation<T> translation() {
    return Objects.requireNonNull(translation.get());
  }

  private Runnable forgetting() {
    Runnable dropping = this::dropTranslation;
    Sessions.shared().alsoForget(dropping);
    return dropping;
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
    return cached != null ? cached : ask();
  }

  private T ask() {
    Translation<T> before = translation();
    SessionCredentials session =
        sdk.calling(() -> request == null ? handle.credentials() : handle.credentials(request));
    return translated(session, before);
  }

  /** Returns a new future for the credentials. Never blocks and never throws. */
  @Override
  public CompletableFuture<T> credentialsAsync() {
    T cached = cached();
    return cached != null ? CompletableFuture.completedFuture(cached) : askAsync();
  }

  private CompletableFuture<T> askAsync() {
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
    return sdk.calling(handle::refresh);
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

  /** Returns the status, without opening the handle. Never blocks. */
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

  /** Gives the session back. A later call takes it again. Has no effect on a view. */
  @Override
  public void close() {
    if (!isView) {
      dropTranslation();
      pod.close();
    }
  }

  /**
   * Returns a view of another session with the same token, which works as long as this one.
   *
   * @throws RuntimeException of the SDK's type, if a value is invalid
   */
  public SdkHandle<T> forRole(RoleRequest role) {
    return sdk.calling(
        () -> new SdkHandle<>(this, handle.forRole(role), settings.with(role, false), null));
  }

  /**
   * Returns a view of a role that is assumed with the credentials of this one, which works as long
   * as this one.
   *
   * @throws RuntimeException of the SDK's type, if a value is invalid
   */
  public SdkHandle<T> chainedRole(RoleRequest role) {
    return sdk.calling(
        () -> new SdkHandle<>(this, handle.chainedRole(role), settings.with(role, true), null));
  }

  /**
   * Returns a view whose calls make a request, which works as long as this one.
   *
   * @throws RuntimeException of the SDK's type, if a value of the request is invalid
   */
  public SdkHandle<T> forRequest(CredentialsRequest requested) {
    return sdk.calling(
        () -> {
          SessionHandle.check(requested);
          return new SdkHandle<>(this, handle, settings, requested);
        });
  }

  /**
   * Returns the cached credentials in the SDK's type, or null if there are none, or if a request
   * decides. Allocates no memory.
   */
  @SuppressWarnings("ReferenceEquality") // The credentials of a refresh are a single object.
  private @Nullable T cached() {
    if (request != null) {
      return null;
    }
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
      return sdk.credentials(session, settings.sources(pod.status().source()));
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
