package dev.irsa.internal.adapter;

import dev.irsa.IrsaCredentials;
import dev.irsa.IrsaStatus;
import dev.irsa.credentials.SessionCredentials;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What an adapter needs of {@link IrsaCredentials}: a strict handle, which throws {@link
 * IllegalStateException} once it is closed. Thread-safe; whoever opened it closes it.
 */
public interface CredentialsHandle {

  /** Returns the handle of the core as one of these. */
  static CredentialsHandle of(IrsaCredentials core) {
    return new OfCore(core);
  }

  /**
   * Returns the handle of the core behind this one, to be asked for credentials in hand without a
   * detour; null when there is none, and every call has to come here.
   */
  @Nullable IrsaCredentials core();

  /** Returns credentials, as {@link IrsaCredentials#credentials()}. */
  SessionCredentials credentials();

  /** Never throws: a closed handle says so through the future, too. */
  CompletableFuture<SessionCredentials> credentialsAsync();

  /** Refreshes, as {@link IrsaCredentials#refresh}. */
  boolean refresh();

  /** Is told of refused credentials, as {@link IrsaCredentials#invalidate}. */
  void invalidate(String accessKeyId);

  /** Returns what is known, as {@link IrsaCredentials#status}. */
  IrsaStatus status();

  /** Gives it back, as {@link IrsaCredentials#close}. */
  void close();

  /** The handle of the core itself. */
  record OfCore(IrsaCredentials core) implements CredentialsHandle {
    @Override
    public SessionCredentials credentials() {
      return core.credentials();
    }

    @Override
    public CompletableFuture<SessionCredentials> credentialsAsync() {
      return core.credentialsAsync();
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
    public void close() {
      core.close();
    }
  }
}
