package dev.irsa.internal.adapter;

import dev.irsa.IrsaCredentials;
import dev.irsa.IrsaStatus;
import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.concurrent.StackRoom;
import dev.irsa.internal.refresh.SessionClosedException;
import dev.irsa.internal.session.SessionRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A handle that can be used again after {@link #close}: a later call opens a new strict handle,
 * because SDK clients and frameworks close providers that others still use. Uses the SDK's types.
 *
 * <p>Thread-safe. Each field is read independently, so that cached credentials are found with few
 * reads. This is correct because a translation contains its source and therefore never matches the
 * credentials of another session.
 *
 * @param <T> the SDK's type of credentials
 */
public class ReopeningHandle<T> implements IrsaSource<T> {

  /**
   * Credentials converted to the SDK's type.
   *
   * @param source the original credentials; in {@link #none}, an object that equals no credentials
   * @param credentials the converted credentials; null only in {@link #none}
   */
  private record Translation<T>(Object source, @Nullable T credentials) {
    /**
     * Returns a new empty translation. Each is a distinct object, so that a thread can detect that
     * it was replaced since.
     */
    static <T> Translation<T> none() {
      return new Translation<>(new Object(), null);
    }
  }

  private final Supplier<? extends CredentialsHandle> handles;
  private final SdkTypes<? extends T> sdk;

  /** Guards writes to the fields below. It is not held during calls of handles. */
  private final ReentrantLock lock = new ReentrantLock();

  /** The handle that was opened last. It is owned by this object. */
  private volatile CredentialsHandle latest;

  /** The same handle, or null after it was closed. */
  private volatile @Nullable CredentialsHandle open;

  /** The core handle of the open handle, or null after it was closed. */
  private volatile @Nullable IrsaCredentials core;

  /**
   * The translation of the latest credentials, so that they are converted once. Empty after a close
   * and after {@code forgetAll()}.
   */
  private volatile Translation<T> translation = Translation.none();

  /** Referenced here because the registry holds it weakly. */
  private final Runnable forgetting = this::forgetTranslation;

  /**
   * Opens the first handle.
   *
   * @param handles opens a handle
   * @param sdk creates the SDK's credentials, once for each refresh, and its exceptions
   * @throws RuntimeException of the SDK's type, if the first handle cannot be opened
   */
  public ReopeningHandle(Supplier<? extends CredentialsHandle> handles, SdkTypes<? extends T> sdk) {
    this.handles = handles;
    this.sdk = sdk;
    CredentialsHandle first = take();
    this.latest = first;
    this.open = first;
    this.core = first.core();
    SessionRegistry.shared().alsoForget(forgetting);
  }

  private void forgetTranslation() {
    SharedFileSettings.forget();
    StackRoom.require();
    lock.lock();
    try {
      translation = Translation.none();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns credentials, which are the same object until the next refresh.
   *
   * @throws RuntimeException of the SDK's type, if there are none
   */
  @Override
  public final T credentials() {
    T cached = cached();
    return cached != null ? cached : ask(null);
  }

  @Override
  public final T credentialsLasting(Duration atLeast) {
    return ask(atLeast);
  }

  /**
   * Asks the handle.
   *
   * @param atLeast how long the credentials must last, or null if any valid ones do
   */
  private T ask(@Nullable Duration atLeast) {
    while (true) {
      CredentialsHandle handle = handle();
      Translation<T> before = translation;
      try {
        SessionCredentials session =
            atLeast == null ? handle.credentials() : handle.credentialsLasting(atLeast);
        return translated(session, handle, before);
      } catch (CredentialsException failure) {
        throw sdk.exception(failure);
      } catch (SessionClosedException closed) {
        throwUnlessReopenable(handle, closed);
      }
    }
  }

  /** Returns a new future for the credentials. Never blocks and never throws. */
  @Override
  public final CompletableFuture<T> credentialsAsync() {
    T cached = cached();
    return cached != null ? CompletableFuture.completedFuture(cached) : askAsync(null);
  }

  @Override
  public final CompletableFuture<T> credentialsLastingAsync(Duration atLeast) {
    return askAsync(atLeast);
  }

  private CompletableFuture<T> askAsync(@Nullable Duration atLeast) {
    try {
      CredentialsHandle handle = handle();
      Translation<T> before = translation;
      CompletableFuture<SessionCredentials> asked =
          atLeast == null ? handle.credentialsAsync() : handle.credentialsLastingAsync(atLeast);
      CompletableFuture<T> result = new CompletableFuture<>();
      var unused =
          asked.whenComplete(
              (session, failure) ->
                  finish(handle, before, session, failure, result, () -> askAsync(atLeast)));
      return result;
    } catch (Throwable failure) {
      return CompletableFuture.failedFuture(failure);
    }
  }

  private void finish(
      CredentialsHandle handle,
      Translation<T> before,
      @Nullable SessionCredentials session,
      @Nullable Throwable failure,
      CompletableFuture<T> result,
      Supplier<CompletableFuture<T>> again) {
    Throwable reason =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (session != null) {
      settle(result, () -> result.complete(translated(session, handle, before)));
    } else if (reason instanceof CredentialsException credentialsFailure) {
      settle(result, () -> result.completeExceptionally(sdk.exception(credentialsFailure)));
    } else if (reason instanceof SessionClosedException && isClosedByUs(handle)) {
      Futures.forward(again.get(), result);
    } else {
      result.completeExceptionally(reason);
    }
  }

  /** Runs a completion. If it throws, completes the future with its exception. */
  private static void settle(CompletableFuture<?> result, Runnable completion) {
    try {
      completion.run();
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
  public final boolean refresh() {
    while (true) {
      CredentialsHandle handle = handle();
      try {
        return handle.refresh();
      } catch (CredentialsException failure) {
        throw sdk.exception(failure);
      } catch (SessionClosedException closed) {
        throwUnlessReopenable(handle, closed);
      }
    }
  }

  /** Reports rejected credentials. Has no effect if this handle is closed. */
  @Override
  public final void invalidate(String accessKeyId) {
    CredentialsHandle handle = open;
    if (handle == null) {
      return;
    }
    try {
      handle.invalidate(accessKeyId);
    } catch (CredentialsException misconfigured) {
      // The configuration is invalid, so the rejected credentials are not from this handle.
    } catch (SessionClosedException closed) {
      throwUnlessReopenable(handle, closed);
    }
  }

  /** Returns the status, without opening a handle. */
  @Override
  public final IrsaStatus status() {
    return latest.status();
  }

  @Override
  public final ParentSession asParent() {
    try {
      return latest.asParent();
    } catch (CredentialsException misconfigured) {
      throw sdk.exception(misconfigured);
    }
  }

  /** Closes the open handle, if any. */
  @Override
  public final void close() {
    CredentialsHandle handle;
    StackRoom.require();
    lock.lock();
    try {
      handle = open;
      open = null;
      core = null;
      translation = Translation.none();
    } finally {
      lock.unlock();
    }
    if (handle != null) {
      handle.close();
    }
  }

  @Override
  public final IrsaSource<T> forRole(RoleRequest request) {
    return new ReopeningHandle<>(() -> new RoleHandle(this::openCore, request), sdk);
  }

  private IrsaCredentials openCore() {
    return Objects.requireNonNull(handle().core(), "only a handle of the core has other roles");
  }

  private CredentialsHandle take() {
    try {
      return handles.get();
    } catch (CredentialsException invalid) {
      throw sdk.exception(invalid);
    }
  }

  private CredentialsHandle handle() {
    CredentialsHandle handle = open;
    return handle != null ? handle : reopen();
  }

  /** Opens a handle, and closes it again if another thread was faster. */
  private CredentialsHandle reopen() {
    CredentialsHandle taken = take();
    CredentialsHandle other;
    StackRoom.require();
    lock.lock();
    try {
      other = open;
      if (other == null) {
        open = taken;
        core = taken.core();
        latest = taken;
      }
    } finally {
      lock.unlock();
    }
    if (other == null) {
      return taken;
    }
    taken.close();
    return other;
  }

  private void throwUnlessReopenable(CredentialsHandle handle, SessionClosedException closed) {
    if (!isClosedByUs(handle)) {
      throw closed;
    }
  }

  private boolean isClosedByUs(CredentialsHandle handle) {
    return open != handle;
  }

  /**
   * Returns the cached credentials in the SDK's type, or null if there are none. Allocates no
   * memory.
   */
  @SuppressWarnings("ReferenceEquality") // The credentials of a refresh are a single object.
  private @Nullable T cached() {
    IrsaCredentials handle = core;
    Translation<T> current = translation;
    return handle != null && current.source == handle.credentialsInHand()
        ? current.credentials
        : null;
  }

  /**
   * Converts credentials, unless they are already converted.
   *
   * @param handle the handle that returned the credentials
   * @param before the translation at the time of the request; if it was replaced since, these
   *     credentials may be older than the current ones
   */
  @SuppressWarnings("ReferenceEquality") // As above.
  private T translated(
      SessionCredentials session, CredentialsHandle handle, Translation<T> before) {
    T alreadyTranslated = before.credentials;
    if (before.source == session && alreadyTranslated != null) {
      return alreadyTranslated;
    }
    T converted = translate(session, handle);
    StackRoom.require();
    lock.lock();
    try {
      Translation<T> current = translation;
      T translatedConcurrently = current.credentials;
      if (current.source == session && translatedConcurrently != null) {
        return translatedConcurrently;
      }
      if (current == before && open == handle) {
        translation = new Translation<>(session, converted);
      }
    } finally {
      lock.unlock();
    }
    return converted;
  }

  private T translate(SessionCredentials session, CredentialsHandle handle) {
    try {
      IrsaStatus status = handle.status();
      SharedFileSettings.checkOnce(status);
      return sdk.credentials(session, status.source());
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
