package dev.irsa.cli.lab;

import dev.irsa.testkit.server.Fault;
import java.time.Duration;
import java.util.List;

/**
 * A kind of STS failure. It affects only the exchange, since the calls that verify the credentials
 * go to STS as well.
 *
 * @param name a single word, for reports
 * @param description the behaviour of STS
 * @param fault the fault to apply
 * @param lasts how long it lasts after the first failed exchange
 */
record Trouble(String name, String description, Fault fault, Duration lasts) {

  /** Returns the failures that occur while the pod has valid credentials. */
  static List<Trouble> all(Pace pace) {
    return List.of(
        new Trouble(
            "down",
            "responds with 503 ServiceUnavailable",
            Fault.error("ServiceUnavailable", 503, "The service is unavailable"),
            pace.outage()),
        new Trouble(
            "throttled",
            "responds with 400 Throttling, Rate exceeded",
            Fault.throttle(),
            pace.outage()),
        new Trouble(
            "hanging", "accepts the request and never responds", Fault.hang(), pace.outage()));
  }
}
