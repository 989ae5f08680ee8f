package dev.irsa.internal.session;

import dev.irsa.credentials.SessionCredentials;
import org.jspecify.annotations.Nullable;

/**
 * The credentials that callers may get without asking the engine. Published as one object, so that
 * no caller combines the key of one session with the token of another.
 *
 * @param credentials null if the engine has to be asked
 * @param fromMillis the time of the wall clock at publication; an earlier time shows that the clock
 *     was set back, which the engine has to handle
 * @param untilMillis the time of the wall clock until which the credentials may be served
 */
record PublishedCredentials(
    @Nullable SessionCredentials credentials, long fromMillis, long untilMillis) {
  static final PublishedCredentials NONE = new PublishedCredentials(null, 0, 0);

  /** Returns the credentials, or null if the engine has to be asked. */
  @Nullable SessionCredentials servedAt(long wallMillis) {
    return wallMillis >= fromMillis && wallMillis < untilMillis ? credentials : null;
  }
}
