package dev.irsa.internal.adapter;

import dev.irsa.internal.session.SessionRegistry;

/** Reports rejected credentials when the caller does not know which provider issued them. */
public final class RejectedCredentials {

  private RejectedCredentials() {}

  /**
   * Reports that a service rejected the credentials with this key to all sessions of this class
   * loader. Has no effect if they are not the current ones of any session.
   */
  public static void report(String accessKeyId) {
    SessionRegistry.shared().invalidate(accessKeyId);
  }
}
