package dev.irsa.cli.timeline;

import java.time.Instant;

/**
 * Credentials that the pod was given.
 *
 * @param source where they came from
 * @param accessKeyId the id of the access key, which is not secret
 * @param issuedAt when they were issued
 * @param lastUsedAt when a call last used them, or {@code issuedAt} if none did
 * @param expiresAt when they expire
 */
public record SessionSpan(
    Source source, String accessKeyId, Instant issuedAt, Instant lastUsedAt, Instant expiresAt) {

  /** Where credentials came from. */
  public enum Source {
    /** The exchange of the pod's token: the pod's own role. */
    EXCHANGE,
    /** Instance metadata: the role of the node, which is another identity. */
    NODE
  }

  /** Returns whether the credentials are the pod's own and valid at the given time. */
  public boolean servesAt(Instant time) {
    return source == Source.EXCHANGE && !time.isBefore(issuedAt) && time.isBefore(expiresAt);
  }
}
