package dev.irsa.sdk.v2;

import dev.irsa.IrsaStatus;
import dev.irsa.identity.CredentialsException;
import dev.irsa.identity.SessionCredentials;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * A session over strict handles that forgives {@link #close}: a later call takes a new handle,
 * since SDK clients close a provider that others still use.
 *
 * <p>All state is one immutable value behind one atomic reference: a handle, whether we closed it,
 * and the translation of its latest session, so that a session is translated once.
 */
final class ReopeningSession implements SessionSource {

  private record Translation(SessionCredentials source, AwsSessionCredentials credentials) {}

  private record Held(
      CredentialsHandle handle, boolean closed, @Nullable Translation translation) {}

  private final Supplier<? extends CredentialsHandle> handles;
  private final String providerName;
  private final AtomicReference<Held> held;

  /**
   * Takes the first handle.
   *
   * @param providerName business metric ids for the SDK's user agent
   */
  ReopeningSession(Supplier<? extends CredentialsHandle> handles, String providerName) {
    this.handles = handles;
    this.providerName = providerName;
    this.held = new AtomicReference<>(new Held(handles.get(), false, null));
  }

  @Override
  public AwsSessionCredentials credentials() {
    while (true) {
      Held open = open();
      try {
        return translated(open, open.handle.credentials());
      } catch (CredentialsException failure) {
        throw IrsaCredentialsException.of(failure);
      } catch (IllegalStateException closed) {
        throwUnlessReopenable(open, closed);
      }
    }
  }

  @Override
  public CompletableFuture<AwsCredentialsIdentity> credentialsAsync() {
    try {
      Held open = open();
      CompletableFuture<SessionCredentials> asked = open.handle.credentialsAsync();
      if (asked.isDone() && !asked.isCompletedExceptionally()) {
        return CompletableFuture.completedFuture(translated(open, asked.join()));
      }
      CompletableFuture<AwsCredentialsIdentity> answer = new CompletableFuture<>();
      Answers.then(asked, (session, failure) -> finish(open, session, failure, answer));
      return answer;
    } catch (CredentialsException failure) {
      return CompletableFuture.failedFuture(IrsaCredentialsException.of(failure));
    } catch (RuntimeException failure) {
      return CompletableFuture.failedFuture(failure);
    }
  }

  private void finish(
      Held open,
      @Nullable SessionCredentials session,
      @Nullable Throwable failure,
      CompletableFuture<AwsCredentialsIdentity> answer) {
    Throwable reason =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (session != null) {
      answer.complete(translated(open, session));
    } else if (reason instanceof CredentialsException known) {
      answer.completeExceptionally(IrsaCredentialsException.of(known));
    } else if (reason instanceof IllegalStateException && isClosedByUs(open)) {
      Answers.forward(credentialsAsync(), answer);
    } else {
      answer.completeExceptionally(reason);
    }
  }

  @Override
  public boolean refresh() {
    while (true) {
      Held open = open();
      try {
        return open.handle.refresh();
      } catch (CredentialsException failure) {
        throw IrsaCredentialsException.of(failure);
      } catch (IllegalStateException closed) {
        throwUnlessReopenable(open, closed);
      }
    }
  }

  @Override
  public void invalidate(String accessKeyId) {
    Held current = held();
    if (current.closed) {
      return;
    }
    try {
      current.handle.invalidate(accessKeyId);
    } catch (IllegalStateException closed) {
      throwUnlessReopenable(current, closed);
    }
  }

  @Override
  public IrsaStatus status() {
    return held().handle.status();
  }

  @Override
  public void close() {
    Held current = held();
    while (!current.closed) {
      if (held.compareAndSet(current, new Held(current.handle, true, null))) {
        current.handle.close();
        return;
      }
      current = held();
    }
  }

  private Held held() {
    return Objects.requireNonNull(held.get());
  }

  private Held open() {
    Held current = held();
    return current.closed ? reopen(current) : current;
  }

  private Held reopen(Held closed) {
    Held opened = new Held(handles.get(), false, null);
    if (held.compareAndSet(closed, opened)) {
      return opened;
    }
    opened.handle.close();
    return open();
  }

  private void throwUnlessReopenable(Held open, IllegalStateException closed) {
    if (!isClosedByUs(open)) {
      throw closed;
    }
  }

  private boolean isClosedByUs(Held open) {
    Held current = held();
    return current.closed || current.handle != open.handle;
  }

  /** The fresh path: no allocation while the core hands out the same session. */
  @SuppressWarnings("ReferenceEquality") // A session is one object from its receipt on.
  private AwsSessionCredentials translated(Held open, SessionCredentials session) {
    Translation known = open.translation;
    return known != null && known.source == session ? known.credentials : translate(open, session);
  }

  @SuppressWarnings("ReferenceEquality") // As above.
  private AwsSessionCredentials translate(Held open, SessionCredentials session) {
    var translation = new Translation(session, toSdk(session));
    if (!held.compareAndSet(open, new Held(open.handle, false, translation))) {
      Translation other = held().translation;
      if (other != null && other.source == session) {
        return other.credentials;
      }
    }
    return translation.credentials;
  }

  private AwsSessionCredentials toSdk(SessionCredentials session) {
    return AwsSessionCredentials.builder()
        .accessKeyId(session.accessKeyId())
        .secretAccessKey(session.secretAccessKey())
        .sessionToken(session.sessionToken())
        .expirationTime(session.expiration())
        .accountId(session.accountId())
        .providerName(providerName)
        .build();
  }
}
