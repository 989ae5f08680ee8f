package dev.irsa.bench.sts;

/**
 * What the STS counted for one role since its behaviour was set.
 *
 * @param calls requests
 * @param issued sessions issued
 * @param outageFromMillis when the outage began, by the wall clock; 0 when none has
 * @param outageToMillis when it ended or will end
 */
public record StsCounts(long calls, long issued, long outageFromMillis, long outageToMillis) {}
