package dev.irsa.integration.promises;

import dev.irsa.testkit.server.Fault;
import dev.irsa.testkit.server.Faults;
import java.time.Duration;

/** How STS and the agent of EKS Pod Identity are with exchanges. */
enum Sts {
  WELL(null),
  SLOW("ExchangeUnavailableException"),
  DOWN("ExchangeUnavailableException"),
  HANGS("ExchangeUnavailableException"),
  DENIES("ExchangeRejectedException"),
  THROTTLES("ExchangeUnavailableException");

  private final String kind;

  Sts(String kind) {
    this.kind = kind;
  }

  /** Returns what callers are told of it, or null when nothing is wrong. */
  String kind() {
    return kind;
  }

  void apply(Faults faults) {
    faults.clear();
    switch (this) {
      case WELL -> {}
      case SLOW -> faults.always(Fault.delay(Duration.ofMillis(150)));
      case DOWN -> faults.always(Fault.reset());
      case HANGS -> faults.always(Fault.hang());
      case DENIES -> faults.always(Fault.error("AccessDenied", 403, "denied"));
      case THROTTLES -> faults.always(Fault.throttle());
    }
  }
}
