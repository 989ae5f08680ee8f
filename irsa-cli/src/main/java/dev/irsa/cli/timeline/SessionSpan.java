package dev.irsa.cli.timeline;

import java.time.Instant;

/**
 * Credentials that the pod was given.
 *
 * @param accessKeyId the id of the access key, which is not secret
 * @param issuedAt when they were issued
 * @param lastUsedAt when a call last used them, or {@code issuedAt} if none did
 * @param expiresAt when they expire
 */
public record SessionSpan(
    String accessKeyId, Instant issuedAt, Instant lastUsedAt, Instant expiresAt) {

  /** Returns whether the credentials are valid at the given time. */
  public boolean servesAt(Instant time) {
    return !time.isBefore(issuedAt) && time.isBefore(expiresAt);
  }
}
