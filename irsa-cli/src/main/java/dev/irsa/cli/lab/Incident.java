package dev.irsa.cli.lab;

import java.time.Instant;

/**
 * A span of time in which STS does not give credentials.
 *
 * @param name what is wrong, such as "down"
 * @param from its first moment
 * @param until the moment after its last
 */
record Incident(String name, Instant from, Instant until) {

  boolean covers(Instant moment) {
    return !moment.isBefore(from) && moment.isBefore(until);
  }
}
