package dev.irsa.cli.timeline;

import java.time.Instant;

/**
 * A single event that matters to everything after it, such as the deletion of the service account.
 *
 * @param at the time by the lab's clock
 * @param text a few words
 */
public record Moment(Instant at, String text) {}
