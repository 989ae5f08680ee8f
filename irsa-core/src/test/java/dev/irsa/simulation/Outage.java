package dev.irsa.simulation;

import dev.irsa.simulation.VirtualSts.Reply;
import java.time.Duration;

/**
 * STS is unavailable for a while, and available before and after.
 *
 * @param kind the kind of failure
 * @param start the start in milliseconds after the first call for credentials
 * @param length the duration in milliseconds
 */
public record Outage(Kind kind, long start, long length) {

  /** The kinds of failures. */
  public enum Kind {
    ERRORS("errors at once"),
    HANGS("hangs"),
    THROTTLES("throttles");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** The response time of STS in milliseconds, for any response. */
  static final long ANSWER = 100;

  boolean isAt(long millis) {
    return millis >= start && millis < end();
  }

  long end() {
    return start + length;
  }

  /** Returns the reply to a call that starts now. */
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
