package dev.irsa.adapter;

import dev.irsa.IrsaStatus;
import dev.irsa.identity.CredentialsException;
import dev.irsa.identity.SessionCredentials;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A strict handle made forgiving: after {@link #close} a later call takes a new one, since SDK
 * clients and frameworks close a provider that others still use. Speaks an SDK's own types.
 *
 * <p>Thread-safe. All state is one immutable value behind one atomic reference: a handle, whether
 * we closed it, and the translation of its latest session, so that a session is translated once.
 *
 * @param <T> the SDK's type of credentials
 */
public final class ReopeningHandle<T> {

  private record Translation<T>(SessionCredentials source, T credentials) {}

  private record Held<T>(
      CredentialsHandle handle, boolean closed, @Nullable Translation<T> translation) {}

  private final Supplier<? extends CredentialsHandle> handles;
  private final Function<SessionCredentials, T> translation;
  private final Function<CredentialsException, ? extends RuntimeException> inSdkType;
  private final AtomicReference<Held<T>> held;

  /**
   * Takes the first handle.
   *
   * @param handles takes a handle
   * @param translation makes the SDK's credentials, once for each session
   * @param inSdkType makes the SDK's exception of ours
   * @throws RuntimeException in the SDK's type if the first handle cannot be taken
   */
  public ReopeningHandle(
      Supplier<? extends CredentialsHandle> handles,
      Function<SessionCredentials, T> translation,
      Function<CredentialsException, ? extends RuntimeException> inSdkType) {
    this.handles = handles;
    this.translation = translation;
    this.inSdkType = inSdkType;
    this.held = new AtomicReference<>(take());
  }

  /** Returns credentials, the same object until the next refresh; fails in the SDK's type. */
  public T credentials() {
    while (true) {
      Held<T> open = open();
      try {
        return translated(open, open.handle.credentials());
      } catch (CredentialsException failure) {
        throw inSdkType.apply(failure);
      } catch (IllegalStateException closed) {
        throwUnlessReopenable(open, closed);
      }
    }
  }

  /** Never blocks and never throws; every call gets a future of its own. */
  public CompletableFuture<T> credentialsAsync() {
    try {
      Held<T> open = open();
      CompletableFuture<SessionCredentials> asked = open.handle.credentialsAsync();
      if (asked.isDone() && !asked.isCompletedExceptionally()) {
        return CompletableFuture.completedFuture(translated(open, asked.join()));
      }
      CompletableFuture<T> answer = new CompletableFuture<>();
      var unused = asked.whenComplete((session, failure) -> finish(open, session, failure, answer));
      return answer;
    } catch (RuntimeException failure) {
      return CompletableFuture.failedFuture(failure);
    }
  }

  private void finish(
      Held<T> open,
      @Nullable SessionCredentials session,
      @Nullable Throwable failure,
      CompletableFuture<T> answer) {
    Throwable reason =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (session != null) {
      answer.complete(translated(open, session));
    } else if (reason instanceof CredentialsException known) {
      answer.completeExceptionally(inSdkType.apply(known));
    } else if (reason instanceof IllegalStateException && isClosedByUs(open)) {
      forward(credentialsAsync(), answer);
    } else {
      answer.completeExceptionally(reason);
    }
  }

  private static <T> void forward(CompletableFuture<T> from, CompletableFuture<T> to) {
    var unused =
        from.whenComplete(
            (value, failure) -> {
              if (failure == null) {
                to.complete(value);
              } else {
                to.completeExceptionally(failure);
              }
            });
  }

  /** Refreshes now; fails in the SDK's type. */
  public boolean refresh() {
    while (true) {
      Held<T> open = open();
      try {
        return open.handle.refresh();
      } catch (CredentialsException failure) {
        throw inSdkType.apply(failure);
      } catch (IllegalStateException closed) {
        throwUnlessReopenable(open, closed);
      }
    }
  }

  /** Is told of refused credentials; nothing to do when closed. */
  public void invalidate(String accessKeyId) {
    Held<T> current = held();
    if (current.closed) {
      return;
    }
    try {
      current.handle.invalidate(accessKeyId);
    } catch (IllegalStateException closed) {
      throwUnlessReopenable(current, closed);
    }
  }

  /** Returns what is known; takes no handle. */
  public IrsaStatus status() {
    return held().handle.status();
  }

  /** Gives back the handle, once. */
  public void close() {
    Held<T> current = held();
    while (!current.closed) {
      if (held.compareAndSet(current, new Held<>(current.handle, true, null))) {
        current.handle.close();
        return;
      }
      current = held();
    }
  }

  private Held<T> held() {
    return Objects.requireNonNull(held.get());
  }

  private Held<T> take() {
    try {
      return new Held<>(handles.get(), false, null);
    } catch (CredentialsException wrongValue) {
      throw inSdkType.apply(wrongValue);
    }
  }

  private Held<T> open() {
    Held<T> current = held();
    return current.closed ? reopen(current) : current;
  }

  private Held<T> reopen(Held<T> closed) {
    Held<T> opened = take();
    if (held.compareAndSet(closed, opened)) {
      return opened;
    }
    opened.handle.close();
    return open();
  }

  private void throwUnlessReopenable(Held<T> open, IllegalStateException closed) {
    if (!isClosedByUs(open)) {
      throw closed;
    }
  }

  private boolean isClosedByUs(Held<T> open) {
    Held<T> current = held();
    return current.closed || current.handle != open.handle;
  }

  /** The fresh path: no allocation while the core hands out the same session. */
  @SuppressWarnings("ReferenceEquality") // A session is one object from its receipt on.
  private T translated(Held<T> open, SessionCredentials session) {
    Translation<T> known = open.translation;
    return known != null && known.source == session ? known.credentials : translate(open, session);
  }

  @SuppressWarnings("ReferenceEquality") // As above.
  private T translate(Held<T> open, SessionCredentials session) {
    var made = new Translation<>(session, translation.apply(session));
    if (!held.compareAndSet(open, new Held<>(open.handle, false, made))) {
      Translation<T> other = held().translation;
      if (other != null && other.source == session) {
        return other.credentials;
      }
    }
    return made.credentials;
  }
}
