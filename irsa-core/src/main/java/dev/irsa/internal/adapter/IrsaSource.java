package dev.irsa.internal.adapter;

import dev.irsa.IrsaStatus;

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
   * Reports that a service rejected the credentials with this key. Has no effect if they are not
   * the current ones.
   */
  void invalidate(String accessKeyId);

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
