package dev.irsa.internal.adapter;

import dev.irsa.IrsaStatus;

/**
 * A source whose credentials this library fetches and refreshes. Thread-safe.
 *
 * @param <C> the SDK's type of credentials
 */
public interface IrsaSource<C> extends CredentialsSource<C> {

  @Override
  default String name() {
    return "IrsaCredentialsProvider";
  }

  /**
   * Says that a service refused the credentials with this key. Does nothing when they are no longer
   * the current ones.
   */
  void invalidate(String accessKeyId);

  /** Returns what is known at this moment. Never blocks. */
  IrsaStatus status();

  /** Returns the same source by a wider type of credentials: it only gives them. */
  @SuppressWarnings("unchecked")
  static <C> IrsaSource<C> widen(IrsaSource<? extends C> source) {
    return (IrsaSource<C>) source;
  }
}
