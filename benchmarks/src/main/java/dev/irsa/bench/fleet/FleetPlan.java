package dev.irsa.bench.fleet;

import dev.irsa.credentials.RefreshPolicy;

/**
 * What a simulated fleet lives through. Times in nanoseconds from the start.
 *
 * @param pods how many
 * @param startSpread within which they all start
 * @param lifetime of the sessions that STS issues
 * @param policy the policy of each pod
 * @param askEvery how often each pod asks for credentials
 * @param outageFrom when STS begins to answer 503; {@link Long#MAX_VALUE} for never
 * @param outageFor how long
 * @param end when the simulation ends
 * @param seed of all chance
 */
public record FleetPlan(
    int pods,
    long startSpread,
    long lifetime,
    RefreshPolicy policy,
    long askEvery,
    long outageFrom,
    long outageFor,
    long end,
    long seed) {

  boolean isDownAt(long nanos) {
    return nanos >= outageFrom && nanos - outageFrom < outageFor;
  }
}
