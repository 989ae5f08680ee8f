package dev.irsa.internal.adapter;

import dev.irsa.internal.identity.WebIdentity;

/** What STS takes as a session name. */
public final class RoleSessionName {

  private RoleSessionName() {}

  /** Returns whether this is one: 2 to 64 characters out of {@code [\w+=,.@-]}. */
  public static boolean isValid(String name) {
    return WebIdentity.isSessionName(name);
  }
}
