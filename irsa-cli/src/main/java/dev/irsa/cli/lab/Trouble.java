package dev.irsa.cli.lab;

import dev.irsa.cli.timeline.StsHealth;
import dev.irsa.testkit.server.Fault;
import java.time.Duration;
import java.util.List;

/**
 * A kind of STS failure. It affects only the exchange, since the calls that verify the credentials
 * go to STS as well.
 *
 * @param health the state of STS
 * @param description the behaviour of STS
 * @param fault the fault to apply
 * @param lasts how long it lasts after the first failed exchange
 */
record Trouble(StsHealth health, String description, Fault fault, Duration lasts) {

  /** Returns the state in a word, for reports. */
  String name() {
    return health.label();
  }

  /** Returns the failures that occur while the pod has valid credentials. */
  static List<Trouble> all(Pace pace) {
    return List.of(
        new Trouble(
            StsHealth.DOWN,
            "responds with 503 ServiceUnavailable",
            Fault.error("ServiceUnavailable", 503, "The service is unavailable"),
            pace.outage()),
        new Trouble(
            StsHealth.THROTTLED,
            "responds with 400 Throttling, Rate exceeded",
            Fault.throttle(),
            pace.outage()),
        new Trouble(
            StsHealth.HANGING,
            "accepts the request and never responds",
            Fault.hang(),
            pace.outage()));
  }
}
