package dev.irsa.micrometer;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.FailureKind;
import dev.irsa.credentials.IrsaEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;

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
    foreign.run(() -> counter(session, TagValues.OK));
  }

  void record(IrsaEvent event) {
    Tags tags = values.session(event.roleArn(), event.source());
    if (event instanceof IrsaEvent.Refreshed refreshed) {
      refresh(tags, "success", TagValues.NONE, refreshed.elapsed());
      calls(tags, refreshed.failedCalls());
      call(tags, TagValues.OK);
    } else if (event instanceof IrsaEvent.Unchanged unchanged) {
      refresh(tags, "unchanged", TagValues.NONE, unchanged.elapsed());
      calls(tags, unchanged.failedCalls());
      call(tags, TagValues.OK);
    } else if (event instanceof IrsaEvent.RefreshFailed failed) {
      String failure = TagValues.lowerCase(failed.failure().failureKind());
      refresh(tags, "failure", failure, failed.elapsed());
      calls(tags, failed.failedCalls());
    }
  }

  private void refresh(Tags session, String outcome, String failure, Duration elapsed) {
    foreign.run(() -> timer(session, outcome, failure).record(elapsed));
  }

  private Timer timer(Tags session, String outcome, String failure) {
    return Timer.builder("irsa.refresh")
        .description("Refreshes of credentials, with all their calls and the pauses between them")
        .tags(session.and("outcome", outcome, "failure", failure))
        .register(registry);
  }

  private void calls(Tags session, List<CredentialsException> failedCalls) {
    failedCalls.forEach(failure -> call(session, values.code(failure)));
  }

  private void call(Tags session, String code) {
    foreign.run(() -> counter(session, code).increment());
  }

  private Counter counter(Tags session, String code) {
    return Counter.builder("irsa.exchange.calls")
        .description("Calls to STS or to the container credentials endpoint")
        .tags(session.and("code", code))
        .register(registry);
  }
}
