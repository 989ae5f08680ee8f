package dev.irsa.internal.guard;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The access keys that services handed out in responses to this process, until they expire. What
 * settings say of a key is not kept here. Thread-safe, without a lock.
 */
final class KnownAccessKeys {

  /** The maximum number of keys, each of which takes some 200 bytes: 20 MB. */
  static final int MOST = 100_000;

  /** How long a key of unknown expiration is kept: as long as the longest session lasts. */
  private static final Duration UNKNOWN_LIFETIME = Duration.ofHours(12);

  /** For what a key was handed out. */
  enum Kind {
    /** For a request that acted as the pod. */
    DERIVED,
    /** For a web identity token, which proves the identity, whoever signed the request. */
    TOKEN,
    /** For a request of another identity. */
    OTHER
  }

  /**
   * What this process knows of a key.
   *
   * @param identity whose it is, in words; with {@link Kind#TOKEN} the ARN of the role, followed by
   *     the operation
   * @param untilMillis until when it is kept, by the wall clock
   */
  record Origin(Kind kind, String identity, long untilMillis) {}

  private final Clock wall;
  private final Map<String, Origin> origins = new ConcurrentHashMap<>();

  /** Whether a response was not read, so that keys of other roles may be unknown. */
  private volatile boolean isMissing;

  /** When the last key expires that found no room. */
  private volatile long droppedUntilMillis = Long.MIN_VALUE;

  /** When the next key expires, as far as that was looked for. */
  private volatile long nextSweepMillis = Long.MIN_VALUE;

  /** Creates an empty set. */
  KnownAccessKeys(Clock wall) {
    this.wall = wall;
  }

  /**
   * Adds a key. If there is no room, keys of other identities make room for keys of the pod.
   *
   * @param expiration when it expires, or null if that time is not known
   */
  void add(String accessKeyId, Kind kind, String identity, @Nullable Instant expiration) {
    Instant until = expiration == null ? wall.instant().plus(UNKNOWN_LIFETIME) : expiration;
    Origin origin = new Origin(kind, identity, until.toEpochMilli());
    if (origins.containsKey(accessKeyId) || hasRoom() || dropOther(kind)) {
      origins.put(accessKeyId, origin);
    } else {
      dropped(origin);
    }
  }

  private boolean hasRoom() {
    if (origins.size() < MOST) {
      return true;
    }
    long now = wall.millis();
    if (now < nextSweepMillis) {
      return false;
    }
    origins.values().removeIf(each -> each.untilMillis < now);
    nextSweepMillis = origins.values().stream().mapToLong(Origin::untilMillis).min().orElse(now);
    return origins.size() < MOST;
  }

  /** Drops a key of another identity, if the pod's needs its place and there is one. */
  private boolean dropOther(Kind kind) {
    if (kind == Kind.OTHER) {
      return false;
    }
    for (Map.Entry<String, Origin> each : origins.entrySet()) {
      if (each.getValue().kind == Kind.OTHER) {
        origins.remove(each.getKey());
        isMissing = true;
        return true;
      }
    }
    return false;
  }

  private void dropped(Origin origin) {
    if (origin.kind == Kind.OTHER) {
      isMissing = true;
    } else {
      droppedUntilMillis = Math.max(droppedUntilMillis, origin.untilMillis);
    }
  }

  /** Returns the origin of a key, or null if it is not known. */
  @Nullable Origin find(String accessKeyId) {
    return origins.get(accessKeyId);
  }

  /** Notes that a response was not looked at, which may have contained a key. */
  void missed() {
    isMissing = true;
  }

  /** Returns whether each key that was handed out for another identity is known. */
  boolean areComplete() {
    return !isMissing;
  }

  /** Returns whether a valid key of the pod may be unknown, because there were too many. */
  boolean mayLackKeysOfPod() {
    return wall.millis() < droppedUntilMillis;
  }
}
