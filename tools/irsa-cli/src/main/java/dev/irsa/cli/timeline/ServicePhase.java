package dev.irsa.cli.timeline;

import java.time.Instant;

/**
 * A period in which the service that issues credentials responds in one way.
 *
 * @param health how it responds
 * @param detail the behaviour in words
 * @param from the first instant
 * @param until the instant after the last one
 */
public record ServicePhase(ServiceHealth health, String detail, Instant from, Instant until) {}
