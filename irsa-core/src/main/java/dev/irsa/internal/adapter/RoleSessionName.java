package dev.irsa.internal.adapter;

import dev.irsa.internal.identity.WebIdentity;

/** Validates role session names. */
public final class RoleSessionName {

  private RoleSessionName() {}

  /** Returns whether STS accepts a name: 2 to 64 characters of {@code [\w+=,.@-]}. */
  public static boolean isValid(String name) {
    return WebIdentity.isSessionName(name);
  }
}
