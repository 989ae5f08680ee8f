package dev.irsa.cli.lab;

import java.time.Instant;

/**
 * A period in which the service does not issue credentials.
 *
 * @param name the kind of failure, such as "down"
 * @param from the first instant
 * @param until the instant after the last one
 */
record Incident(String name, Instant from, Instant until) {

  boolean covers(Instant moment) {
    return !moment.isBefore(from) && moment.isBefore(until);
  }
}
