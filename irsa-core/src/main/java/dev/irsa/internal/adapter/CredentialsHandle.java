package dev.irsa.internal.adapter;

import dev.irsa.IrsaCredentials;
import dev.irsa.IrsaStatus;
import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.session.SessionHandle;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The part of {@link IrsaCredentials} that adapters use. Thread-safe. The owner closes it. */
public interface CredentialsHandle {

  /** Wraps a handle of the core. */
  static CredentialsHandle of(IrsaCredentials core) {
    return new OfCore(core, core);
  }

  /**
   * Returns the wrapped handle of the core, which can be asked for cached credentials directly, or
   * null if there is none and every call has to use this handle.
   */
  @Nullable IrsaCredentials core();

  /** Returns credentials; see {@link IrsaCredentials#credentials()}. */
  SessionCredentials credentials();

  /** Returns a future for the credentials. Never throws. */
  CompletableFuture<SessionCredentials> credentialsAsync();

  /** Returns credentials that last; see {@link IrsaCredentials#credentialsLasting}. */
  SessionCredentials credentialsLasting(Duration atLeast);

  /** Returns a future for credentials that last, like {@link #credentialsAsync}. */
  CompletableFuture<SessionCredentials> credentialsLastingAsync(Duration atLeast);

  /** Refreshes the credentials; see {@link IrsaCredentials#refresh}. */
  boolean refresh();

  /** Reports rejected credentials; see {@link IrsaCredentials#invalidate}. */
  void invalidate(String accessKeyId);

  /** Returns the status; see {@link IrsaCredentials#status}. */
  IrsaStatus status();

  /** Returns where the credentials come from; see {@link SessionHandle#sources}. */
  List<IdentitySource> sources();

  /** Closes this handle; see {@link IrsaCredentials#close}. */
  void close();

  /**
   * Delegates to a handle of the core.
   *
   * @param closed what a close gives back: the handle itself, or the one that it is a view of
   */
  record OfCore(IrsaCredentials core, IrsaCredentials closed) implements CredentialsHandle {
    @Override
    public SessionCredentials credentials() {
      return core.credentials();
    }

    @Override
    public CompletableFuture<SessionCredentials> credentialsAsync() {
      return core.credentialsAsync();
    }

    @Override
    public SessionCredentials credentialsLasting(Duration atLeast) {
      return core.credentialsLasting(atLeast);
    }

    @Override
    public CompletableFuture<SessionCredentials> credentialsLastingAsync(Duration atLeast) {
      return core.credentialsLastingAsync(atLeast);
    }

    @Override
    public boolean refresh() {
      return core.refresh();
    }

    @Override
    public void invalidate(String accessKeyId) {
      core.invalidate(accessKeyId);
    }

    @Override
    public IrsaStatus status() {
      return core.status();
    }

    @Override
    public List<IdentitySource> sources() {
      return SessionHandle.behind(core).sources();
    }

    @Override
    public void close() {
      closed.close();
    }
  }
}
