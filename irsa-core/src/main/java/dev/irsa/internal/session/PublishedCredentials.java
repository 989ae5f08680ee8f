package dev.irsa.internal.session;

import dev.irsa.credentials.SessionCredentials;
import org.jspecify.annotations.Nullable;

/**
 * What callers may be served without asking the engine. Published whole, so that nobody sees the
 * key of one session with the token of another.
 *
 * @param credentials null when the engine has to be asked
 * @param fromMillis the wall clock's reading at which this was published; an earlier one shows that
 *     the clock was set back since, which the engine has to hear of
 * @param untilMillis the wall clock's reading up to which these may be served
 */
record PublishedCredentials(
    @Nullable SessionCredentials credentials, long fromMillis, long untilMillis) {
  static final PublishedCredentials NONE = new PublishedCredentials(null, 0, 0);

  /** Returns the credentials that may be served now, or null when the engine has to be asked. */
  @Nullable SessionCredentials servedAt(long wallMillis) {
    return wallMillis >= fromMillis && wallMillis < untilMillis ? credentials : null;
  }
}
