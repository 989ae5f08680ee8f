package dev.irsa.sdk.v1;

import com.amazonaws.auth.AWSSessionCredentials;
import dev.irsa.IrsaStatus;
import dev.irsa.identity.CredentialsException;
import dev.irsa.identity.SessionCredentials;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A session over strict handles that forgives {@link #close}: a later call takes a new handle,
 * since frameworks close a provider that others still use.
 *
 * <p>All state is one immutable value behind one atomic reference: a handle, whether we closed it,
 * and the translation of its latest session, so that a session is translated once.
 */
final class ReopeningSession {

  private record Translation(SessionCredentials source, AWSSessionCredentials credentials) {}

  private record Held(
      CredentialsHandle handle, boolean closed, @Nullable Translation translation) {}

  private final Supplier<? extends CredentialsHandle> handles;
  private final AtomicReference<Held> held;

  /** Takes the first handle. */
  ReopeningSession(Supplier<? extends CredentialsHandle> handles) {
    this.handles = handles;
    this.held = new AtomicReference<>(new Held(handles.get(), false, null));
  }

  AWSSessionCredentials credentials() {
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

  boolean refresh() {
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

  void invalidate(String accessKeyId) {
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

  IrsaStatus status() {
    return held().handle.status();
  }

  void close() {
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
    Held current = held();
    if (!current.closed && current.handle == open.handle) {
      throw closed;
    }
  }

  /** The fresh path: no allocation while the core hands out the same session. */
  @SuppressWarnings("ReferenceEquality") // A session is one object from its receipt on.
  private AWSSessionCredentials translated(Held open, SessionCredentials session) {
    Translation known = open.translation;
    return known != null && known.source == session ? known.credentials : translate(open, session);
  }

  @SuppressWarnings("ReferenceEquality") // As above.
  private AWSSessionCredentials translate(Held open, SessionCredentials session) {
    var translation = new Translation(session, SdkSession.of(session));
    if (!held.compareAndSet(open, new Held(open.handle, false, translation))) {
      Translation other = held().translation;
      if (other != null && other.source == session) {
        return other.credentials;
      }
    }
    return translation.credentials;
  }
}
