package dev.irsa.cli.lab;

import dev.irsa.cli.timeline.ServiceHealth;
import dev.irsa.testkit.server.Fault;
import java.time.Duration;
import java.util.List;

/**
 * A failure of the service that issues credentials. It affects only the exchange, since the calls
 * that verify the credentials go to STS as well.
 *
 * @param health the state of the service
 * @param description the behaviour of the service
 * @param fault the fault to apply
 * @param lasts how long it lasts after the first failed exchange
 */
record Trouble(ServiceHealth health, String description, Fault fault, Duration lasts) {

  /** Returns the state in a word, for reports. */
  String name() {
    return health.label();
  }

  /** Returns the failures that occur while the pod has valid credentials. */
  static List<Trouble> all(Mechanism mechanism, Pace pace) {
    return List.of(
        new Trouble(
            ServiceHealth.DOWN,
            mechanism.prelude() + "responds with " + mechanism.unavailable(),
            mechanism.unavailable().fault("The service is unavailable"),
            pace.outage()),
        new Trouble(
            ServiceHealth.THROTTLED,
            mechanism.prelude() + "responds with " + mechanism.throttled() + ", Rate exceeded",
            mechanism.throttled().fault("Rate exceeded"),
            pace.outage()),
        new Trouble(
            ServiceHealth.HANGING,
            mechanism.prelude() + "accepts the request and never responds",
            Fault.hang(),
            pace.outage()));
  }
}
