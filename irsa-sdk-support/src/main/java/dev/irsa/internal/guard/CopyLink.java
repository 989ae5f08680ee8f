package dev.irsa.internal.guard;

import dev.irsa.internal.session.Sessions;

/**
 * The sessions of copies of this library in other class loaders: of a web application beside that
 * of its server, for example. A copy is found by a provider of it. Stateless.
 */
final class CopyLink {

  private static final String PROVIDERS = "dev.irsa.sdk.";

  private CopyLink() {}

  /** Returns whether the key was issued to a session of the copy that the provider belongs to. */
  static boolean hasIssuedKey(SignedRequest call) {
    String provider = call.provider();
    ClassLoader loader = call.providers();
    if (provider == null
        || !provider.startsWith(PROVIDERS)
        || loader == null
        || loader == CopyLink.class.getClassLoader()) {
      return false;
    }
    try {
      Class<?> sessions = loader.loadClass(Sessions.class.getName());
      Object shared = sessions.getMethod("shared").invoke(null);
      return Boolean.TRUE.equals(
          sessions.getMethod("hasIssued", String.class).invoke(shared, call.accessKeyId()));
    } catch (ReflectiveOperationException | LinkageError ofAnotherVersion) {
      return false;
    }
  }
}
