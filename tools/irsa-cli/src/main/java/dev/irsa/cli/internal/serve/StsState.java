package dev.irsa.cli.internal.serve;

import dev.irsa.testkit.server.Endpoint;
import dev.irsa.testkit.server.Fault;
import dev.irsa.testkit.server.Faults;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How the endpoint of STS in one region responds to all requests, as a client of a server sets it.
 */
enum StsState {
  /** It serves. */
  UP,
  /** It refuses connections; those that exist are closed. */
  STOPPED,
  /** It accepts requests and never responds. */
  HANGING,
  /** It responds with 503. */
  UNAVAILABLE,
  THROTTLING,
  DENYING,
  /** It cannot fetch the keys of the issuers of tokens. */
  ISSUER_UNAVAILABLE,
  /** The issuers of tokens do not respond to it. */
  ISSUER_SILENT;

  /**
   * Returns the state of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  static StsState named(String name) {
    return Arrays.stream(values())
        .filter(each -> each.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "expected one of %s, found %s".formatted(List.of(values()), name)));
  }

  /** Puts the endpoint in this state, from any other one. */
  void applyTo(Endpoint sts) {
    sts.faults().clear();
    if (this == STOPPED) {
      sts.stop();
      return;
    }
    fail(sts.faults());
    sts.start();
  }

  private void fail(Faults faults) {
    Faults ofExchange = faults.on("AssumeRoleWithWebIdentity");
    switch (this) {
      case HANGING -> faults.always(Fault.hang());
      case UNAVAILABLE ->
          faults.always(Fault.error("ServiceUnavailable", 503, "The service is unavailable"));
      case THROTTLING -> faults.always(Fault.throttle());
      case DENYING -> faults.always(Fault.error("AccessDenied", 403, "Denied by the lab"));
      case ISSUER_UNAVAILABLE -> ofExchange.always(Fault.issuerUnavailable());
      case ISSUER_SILENT -> ofExchange.always(Fault.issuerSilent());
      case UP, STOPPED -> {}
    }
  }

  /** Returns the name in requests: {@code issuer-silent}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
