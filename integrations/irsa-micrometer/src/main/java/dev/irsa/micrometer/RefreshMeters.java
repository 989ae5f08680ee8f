package dev.irsa.micrometer;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.FailureKind;
import dev.irsa.credentials.IrsaEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;

/** Counts refreshes, and the calls to the issuer that they made, in one registry. */
record RefreshMeters(MeterRegistry registry, TagValues values, MeterFailures foreign) {

  /**
   * Registers the meters of a session with the value 0: an increase from nothing to 1 is none to
   * Prometheus. The codes of errors are not known in advance.
   */
  void register(Tags session) {
    foreign.run(() -> timer(session, "success", TagValues.NONE));
    foreign.run(() -> timer(session, "unchanged", TagValues.NONE));
    for (FailureKind kind : FailureKind.values()) {
      foreign.run(() -> timer(session, "failure", TagValues.lowerCase(kind)));
    }
    foreign.run(() -> counter(session, TagValues.OK, false));
  }

  void record(IrsaEvent event) {
    if (!(event instanceof IrsaEvent.RefreshEnded ended)) {
      return;
    }
    Tags tags = values.session(event.roleArn(), event.source(), ended.audiences());
    if (event instanceof IrsaEvent.RefreshFailed failed) {
      refresh(tags, "failure", TagValues.lowerCase(failed.failure().failureKind()), failed);
    } else if (event instanceof IrsaEvent.Refreshed refreshed) {
      refresh(tags, refreshed.isSame() ? "unchanged" : "success", TagValues.NONE, refreshed);
      call(tags, TagValues.OK, refreshed.isFromSpare());
    }
  }

  private void refresh(Tags session, String outcome, String failure, IrsaEvent.RefreshEnded ended) {
    foreign.run(() -> timer(session, outcome, failure).record(ended.elapsed()));
    for (CredentialsException each : ended.failedCalls()) {
      boolean isAtSpare = ended.spare() != null && ended.spare().equals(each.endpoint());
      call(session, values.code(each), isAtSpare);
    }
  }

  private Timer timer(Tags session, String outcome, String failure) {
    return Timer.builder("irsa.refresh")
        .description("Refreshes of credentials, with all their calls and the pauses between them")
        .tags(session.and("outcome", outcome, "failure", failure))
        .register(registry);
  }

  private void call(Tags session, String code, boolean isAtSpare) {
    foreign.run(() -> counter(session, code, isAtSpare).increment());
  }

  private Counter counter(Tags session, String code, boolean isAtSpare) {
    return Counter.builder("irsa.exchange.calls")
        .description("Calls to STS or to the container credentials endpoint")
        .tags(session.and("code", code, "endpoint", isAtSpare ? "spare" : "first"))
        .register(registry);
  }
}
