package dev.irsa.testkit.kubernetes;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a {@link TokenVolume}.
 *
 * @param at by the lab's wall clock
 * @param token the token that lies in the volume from now on, where it is a whole one
 * @param problem why the kubelet could not do its work, for {@link Kind#FAILED}
 */
public record VolumeEvent(
    Instant at, Kind kind, @Nullable BoundToken token, @Nullable String problem) {

  /** What happened. */
  public enum Kind {
    /** The first token was written. */
    MOUNTED,
    /** A fresh token replaced what was there, since it was due or asked for. */
    ROTATED,
    /** The kubelet stopped looking after the volume. */
    STALLED,
    /** The kubelet went on. */
    RESUMED,
    /** A token that has expired replaced the fresh one; the kubelet has stalled. */
    EXPIRED,
    /** Something that is no token, or nothing, replaced the token; the kubelet has stalled. */
    CORRUPTED,
    /**
     * A token was due, but the API server refused it or the file system failed; tried again later.
     */
    FAILED
  }
}
