package dev.irsa.cli.timeline;

import java.time.Instant;

/**
 * One call of the application in the pod.
 *
 * @param outcome how it ended
 * @param stream the id of the stream that it belongs to
 * @param at when it arrived at the service, or when it failed in the pod
 * @param detail the caller's ARN, or the error
 */
public record Call(Outcome outcome, String stream, Instant at, String detail) {

  /** How a call ended. */
  public enum Outcome {
    /** Served as the pod's role. */
    SERVED,
    /** Served, but as another identity. */
    OTHER_IDENTITY,
    /** Rejected by the service. */
    REJECTED,
    /** Failed in the pod, since it had no credentials to send. */
    THREW
  }

  /** Returns whether the caller got an error. */
  public boolean failed() {
    return outcome == Outcome.REJECTED || outcome == Outcome.THREW;
  }
}
