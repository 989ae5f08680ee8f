package dev.irsa.cli.timeline;

import java.time.Instant;

/**
 * A token in the pod's volume.
 *
 * @param writtenAt when it was written to the volume
 * @param replacedAt when the next token replaced it, or the end of the run
 * @param expiresAt when it expires
 */
public record TokenSpan(Instant writtenAt, Instant replacedAt, Instant expiresAt) {}
