package dev.irsa.testkit.kubernetes;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event of a {@link TokenVolume}.
 *
 * @param at the time of the event, by the lab's wall clock
 * @param token the token in the volume after the event, if it is a complete one
 * @param problem the cause, for {@link Kind#FAILED}
 */
public record VolumeEvent(
    Instant at, Kind kind, @Nullable BoundToken token, @Nullable String problem) {

  /** The kind of an event. */
  public enum Kind {
    /** The first token was written. */
    MOUNTED,
    /** A fresh token replaced the content, because a rotation was due or requested. */
    ROTATED,
    /** The rotation was stalled. */
    STALLED,
    /** The rotation was resumed. */
    RESUMED,
    /** An expired token replaced the current one; the rotation is stalled. */
    EXPIRED,
    /** The token was removed or replaced by invalid content; the rotation is stalled. */
    CORRUPTED,
    /**
     * A rotation failed because the API server rejected the request or a file operation failed. It
     * will be tried again.
     */
    FAILED
  }
}
