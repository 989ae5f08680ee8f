package dev.irsa.simulation;

import dev.irsa.simulation.VirtualSts.Reply;
import java.time.Duration;

/**
 * STS is away for a while and well before and after.
 *
 * @param kind how it shows
 * @param start milliseconds after the first session was asked for
 * @param length milliseconds
 */
record Outage(Kind kind, long start, long length) {

  /** What a call meets. */
  enum Kind {
    ERRORS("errors at once"),
    HANGS("hangs"),
    THROTTLES("throttles");

    private final String said;

    Kind(String said) {
      this.said = said;
    }

    @Override
    public String toString() {
      return said;
    }
  }

  /** How long STS takes for an answer of any kind. */
  static final long ANSWER = 100;

  boolean isAt(long millis) {
    return millis >= start && millis < end();
  }

  long end() {
    return start + length;
  }

  /** What a call that starts now meets. */
  Reply reply(long millis, VirtualSts sts) {
    Duration quick = Duration.ofMillis(ANSWER);
    if (!isAt(millis)) {
      return sts.ok().after(quick);
    }
    return switch (kind) {
      case ERRORS -> Reply.failing(SimulatedFailures::outage).after(quick);
      case HANGS -> Reply.hanging();
      case THROTTLES -> Reply.failing(SimulatedFailures::throttling).after(quick);
    };
  }
}
