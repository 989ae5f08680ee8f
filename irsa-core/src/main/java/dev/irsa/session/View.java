package dev.irsa.session;

import dev.irsa.identity.SessionCredentials;
import org.jspecify.annotations.Nullable;

/**
 * What callers may be served without asking the engine. Published whole, so that nobody sees the
 * key of one session with the token of another.
 *
 * @param credentials null when the engine has to be asked
 * @param quietUntilMillis the wall clock's reading up to which these may be served
 */
record View(@Nullable SessionCredentials credentials, long quietUntilMillis) {
  static final View NONE = new View(null, Long.MIN_VALUE);
}
