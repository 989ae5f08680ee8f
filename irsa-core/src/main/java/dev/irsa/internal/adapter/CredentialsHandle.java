package dev.irsa.internal.adapter;

import dev.irsa.IrsaCredentials;
import dev.irsa.IrsaStatus;
import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.SessionCredentials;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What an adapter needs of {@link IrsaCredentials}: a strict handle, which throws {@link
 * IllegalStateException} once it is closed. Thread-safe; whoever opened it closes it.
 */
public interface CredentialsHandle {

  /**
   * Takes a handle with these settings over those of the environment.
   *
   * @throws CredentialsException if one of the settings is wrong
   */
  static CredentialsHandle open(Consumer<? super IrsaCredentials.Builder> settings) {
    IrsaCredentials.Builder builder = IrsaCredentials.builder();
    settings.accept(builder);
    return new CoreHandle(builder.build());
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
}
