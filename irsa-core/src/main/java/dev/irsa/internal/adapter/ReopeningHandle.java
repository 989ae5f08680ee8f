package dev.irsa.internal.adapter;

import dev.irsa.IrsaCredentials;
import dev.irsa.IrsaStatus;
import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.refresh.SessionClosedException;
import dev.irsa.internal.session.SessionRegistry;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A strict handle made forgiving: after {@link #close} a later call takes a new one, since SDK
 * clients and frameworks close a provider that others still use. Speaks an SDK's own types.
 *
 * <p>Thread-safe. Each field is read alone, so that little has to be followed to credentials in
 * hand: a translation names its session and so is right beside any handle.
 *
 * @param <T> the SDK's type of credentials
 */
public class ReopeningHandle<T> implements IrsaSource<T> {

  /**
   * A session in the SDK's type.
   *
   * @param source the session; of {@link #none} a stranger, so that it is nobody's translation
   * @param credentials null in {@link #none} alone
   */
  private record Translation<T>(Object source, @Nullable T credentials) {
    /** Each is another: who began before one was put in place finds another than it saw. */
    static <T> Translation<T> none() {
      return new Translation<>(new Object(), null);
    }
  }

  private final Supplier<? extends CredentialsHandle> handles;
  private final SdkTypes<? extends T> sdk;

  /** Held for writing what stands below; what the handles do is done without it. */
  private final ReentrantLock lock = new ReentrantLock();

  /** The handle that was taken last; it is ours until we close it. */
  private volatile CredentialsHandle latest;

  /** The same, null once we closed it. */
  private volatile @Nullable CredentialsHandle open;

  /** What the open handle stands for; null once we closed it. */
  private volatile @Nullable IrsaCredentials core;

  /** Of the latest session, so that each is translated once; none once closed or forgotten. */
  private volatile Translation<T> translation = Translation.none();

  /** Held here, so that it lives as long as this handle: the registry holds it weakly. */
  private final Runnable forgetting = new Forgetting();

  /**
   * Takes the first handle.
   *
   * @param handles takes a handle
   * @param sdk makes the SDK's credentials, once for each session, and its exceptions
   * @throws RuntimeException in the SDK's type if the first handle cannot be taken
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

  /** A class, and no lambda, which would be the first of a fresh JVM. */
  private final class Forgetting implements Runnable {
    @Override
    public void run() {
      lock.lock();
      try {
        translation = Translation.none();
      } finally {
        lock.unlock();
      }
    }
  }

  /** Returns credentials, the same object until the next refresh; fails in the SDK's type. */
  @Override
  public final T credentials() {
    T inHand = inHand();
    return inHand != null ? inHand : ask();
  }

  private T ask() {
    while (true) {
      CredentialsHandle handle = handle();
      Translation<T> before = translation;
      try {
        return translated(handle.credentials(), handle, before);
      } catch (CredentialsException failure) {
        throw sdk.exception(failure);
      } catch (SessionClosedException closed) {
        throwUnlessReopenable(handle, closed);
      }
    }
  }

  /** Never blocks and never throws; every call gets a future of its own. */
  @Override
  public final CompletableFuture<T> credentialsAsync() {
    T inHand = inHand();
    return inHand != null ? CompletableFuture.completedFuture(inHand) : askAsync();
  }

  private CompletableFuture<T> askAsync() {
    try {
      CredentialsHandle handle = handle();
      Translation<T> before = translation;
      CompletableFuture<SessionCredentials> asked = handle.credentialsAsync();
      CompletableFuture<T> answer = new CompletableFuture<>();
      var unused =
          asked.whenComplete(
              (session, failure) -> finish(handle, before, session, failure, answer));
      return answer;
    } catch (RuntimeException | Error failure) {
      return CompletableFuture.failedFuture(failure);
    }
  }

  private void finish(
      CredentialsHandle handle,
      Translation<T> before,
      @Nullable SessionCredentials session,
      @Nullable Throwable failure,
      CompletableFuture<T> answer) {
    Throwable reason =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (session != null) {
      settle(answer, () -> answer.complete(translated(session, handle, before)));
    } else if (reason instanceof CredentialsException known) {
      settle(answer, () -> answer.completeExceptionally(sdk.exception(known)));
    } else if (reason instanceof SessionClosedException && isClosedByUs(handle)) {
      Futures.forward(credentialsAsync(), answer);
    } else {
      answer.completeExceptionally(reason);
    }
  }

  /** Whatever goes wrong on the way ends the wait. */
  private static void settle(CompletableFuture<?> answer, Runnable completion) {
    try {
      completion.run();
    } catch (RuntimeException | Error defect) {
      answer.completeExceptionally(defect);
    }
  }

  /** Refreshes now; fails in the SDK's type. */
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

  /** Is told of refused credentials; nothing to do when closed. */
  @Override
  public final void invalidate(String accessKeyId) {
    CredentialsHandle handle = open;
    if (handle == null) {
      return;
    }
    try {
      handle.invalidate(accessKeyId);
    } catch (CredentialsException misconfigured) {
      // Whatever was refused, it is nothing of ours.
    } catch (SessionClosedException closed) {
      throwUnlessReopenable(handle, closed);
    }
  }

  /** Returns what is known; takes no handle. */
  @Override
  public final IrsaStatus status() {
    return latest.status();
  }

  /** Gives back the handle, once. */
  @Override
  public final void close() {
    CredentialsHandle handle;
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

  private CredentialsHandle take() {
    try {
      return handles.get();
    } catch (CredentialsException wrongValue) {
      throw sdk.exception(wrongValue);
    }
  }

  private CredentialsHandle handle() {
    CredentialsHandle handle = open;
    return handle != null ? handle : reopen();
  }

  /** Takes a handle, and gives it back when another thread was faster. */
  private CredentialsHandle reopen() {
    CredentialsHandle taken = take();
    CredentialsHandle faster;
    lock.lock();
    try {
      faster = open;
      if (faster == null) {
        open = taken;
        core = taken.core();
        latest = taken;
      }
    } finally {
      lock.unlock();
    }
    if (faster == null) {
      return taken;
    }
    taken.close();
    return faster;
  }

  private void throwUnlessReopenable(CredentialsHandle handle, SessionClosedException closed) {
    if (!isClosedByUs(handle)) {
      throw closed;
    }
  }

  private boolean isClosedByUs(CredentialsHandle handle) {
    return open != handle;
  }

  /** Returns what can be handed out at once, or null; allocates nothing. */
  @SuppressWarnings("ReferenceEquality") // A session is one object from its receipt on.
  private @Nullable T inHand() {
    IrsaCredentials handle = core;
    Translation<T> known = translation;
    return handle != null && known.source == handle.credentialsInHand() ? known.credentials : null;
  }

  /**
   * Translates a session, or finds that it was.
   *
   * @param handle who gave it
   * @param before the translation that stood before that one was asked: when there is another by
   *     now, this session may be the older one
   */
  @SuppressWarnings("ReferenceEquality") // As above.
  private T translated(
      SessionCredentials session, CredentialsHandle handle, Translation<T> before) {
    T translatedBefore = before.credentials;
    if (before.source == session && translatedBefore != null) {
      return translatedBefore;
    }
    T made = translate(session);
    lock.lock();
    try {
      Translation<T> known = translation;
      T translatedMeanwhile = known.credentials;
      if (known.source == session && translatedMeanwhile != null) {
        return translatedMeanwhile;
      }
      if (known == before && open == handle) {
        translation = new Translation<>(session, made);
      }
    } finally {
      lock.unlock();
    }
    return made;
  }

  private T translate(SessionCredentials session) {
    try {
      return sdk.credentials(session);
    } catch (RuntimeException | Error broken) {
      throw sdk.exception(
          new MisconfiguredException(
              true,
              List.of(
                  new MisconfiguredException.Problem(
                      "AWS SDK for Java",
                      "class path",
                      "credentials cannot be translated into its type: "
                          + (broken instanceof LinkageError ? broken : broken.getClass().getName()),
                      "use a version that irsa supports, with all of its modules of one version")),
              broken));
    }
  }
}
