package dev.irsa.internal.adapter;

import dev.irsa.IrsaStatus;
import dev.irsa.credentials.CredentialsRequest;
import dev.irsa.credentials.RoleRequest;
import java.util.concurrent.CompletableFuture;

/**
 * A source whose credentials are fetched and refreshed by this library. Thread-safe.
 *
 * @param <C> the SDK's type of credentials
 */
public interface IrsaSource<C> extends CredentialsSource<C> {

  @Override
  default String name() {
    return "IrsaCredentialsProvider";
  }

  /**
   * Returns the credentials of a request.
   *
   * @throws RuntimeException of the SDK's type, if there are none
   */
  C credentials(CredentialsRequest request);

  /** Returns a new future for the credentials of a request. Never blocks and never throws. */
  CompletableFuture<? extends C> credentialsAsync(CredentialsRequest request);

  /**
   * Returns a source of another session with the same token, which works as long as this one.
   *
   * @throws RuntimeException of the SDK's type, if a value is invalid
   */
  IrsaSource<C> forRole(RoleRequest request);

  /**
   * Returns a source of a role that is assumed with the credentials of this one, which works as
   * long as this one.
   *
   * @throws RuntimeException of the SDK's type, if a value is invalid
   */
  IrsaSource<C> chainedRole(RoleRequest request);

  /** Returns the current status. Never blocks. */
  IrsaStatus status();

  /**
   * Returns the same source with a wider type of credentials, which is safe because it only returns
   * them.
   */
  @SuppressWarnings("unchecked")
  static <C> IrsaSource<C> widen(IrsaSource<? extends C> source) {
    return (IrsaSource<C>) source;
  }
}
