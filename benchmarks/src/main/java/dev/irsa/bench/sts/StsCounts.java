package dev.irsa.bench.sts;

/**
 * The counts of STS for one role since its behaviour was set.
 *
 * @param calls the number of requests
 * @param issued the number of issued sessions
 * @param outageFromMillis when the outage began, by the wall clock; 0 if none has begun
 * @param outageToMillis when it ended or will end
 */
public record StsCounts(long calls, long issued, long outageFromMillis, long outageToMillis) {}
