package dev.irsa.cli.lab;

import dev.irsa.testkit.server.Fault;
import java.time.Duration;
import java.util.List;

/**
 * A way in which STS fails to give credentials; only the exchange is struck, since the calls that
 * prove the credentials go to STS as well.
 *
 * @param name in one word, for reports
 * @param description what STS does
 * @param fault what makes it so
 * @param lasts how long it goes on after the first exchange that failed
 */
record Trouble(String name, String description, Fault fault, Duration lasts) {

  /** Those that come while the pod holds valid credentials. */
  static List<Trouble> all(Pace pace) {
    return List.of(
        new Trouble(
            "down",
            "answers 503 ServiceUnavailable",
            Fault.error("ServiceUnavailable", 503, "The service is unavailable"),
            pace.outage()),
        new Trouble(
            "throttled", "answers 400 Throttling, Rate exceeded", Fault.throttle(), pace.outage()),
        new Trouble("hanging", "takes the request and never answers", Fault.hang(), pace.outage()));
  }
}
