package dev.irsa.cli.timeline;

import java.time.Duration;
import java.time.Instant;

/**
 * A caller's wait for credentials.
 *
 * @param stream the id of the caller's stream
 * @param from when its call was due
 * @param until when its call was sent, or failed
 * @param length the length of the wait, without pauses of the whole pod
 */
public record Wait(String stream, Instant from, Instant until, Duration length) {}
