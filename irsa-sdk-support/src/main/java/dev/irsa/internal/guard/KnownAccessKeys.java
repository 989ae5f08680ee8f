package dev.irsa.internal.guard;

import dev.irsa.internal.session.Sessions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The access keys of this process whose origin is known: issued to sessions, or handed out by
 * services to the application. Expired keys are dropped when there are many; a lookup does not
 * depend on clocks. Thread-safe, without a lock.
 */
public final class KnownAccessKeys {

  /** The maximum number of keys; those of sessions do not count. */
  static final int MOST = 50_000;

  /** How long a key of unknown expiration is kept: as long as the longest session lasts. */
  private static final Duration UNKNOWN_LIFETIME = Duration.ofHours(12);

  private static final KnownAccessKeys SHARED =
      new KnownAccessKeys(Sessions.shared()::hasIssued, Clock.systemUTC());

  private static final Origin ISSUED = new Origin(Kind.ISSUED, null, Long.MAX_VALUE);

  /** Where a key comes from. */
  public enum Kind {
    /** It was issued to a session. */
    ISSUED,
    /** A service handed it out for a request that acted as the pod. */
    DERIVED,
    /** Another provider fetched it, for the role of the pod. */
    SAME_ROLE,
    /** Another provider fetched it where the pod's keys come from, for a role that is not known. */
    SAME_SOURCE,
    /** It is meant: a static key of the process, or one that the settings allow. */
    ALLOWED,
    /** A service handed it out for another identity: that stays true whatever the settings say. */
    OTHER_ROLE,
    /** It was judged by the settings: it belongs to another identity. */
    FOREIGN
  }

  /**
   * What is known of a key.
   *
   * @param identity whose it is, in words; null if it acts as the pod, or if that is not known
   * @param untilMillis until when it is kept at least, by the wall clock
   */
  public record Origin(Kind kind, @Nullable String identity, long untilMillis) {
    /** Returns whether it acts as the pod, or is meant. */
    public boolean isOfPod() {
      return kind != Kind.FOREIGN && kind != Kind.OTHER_ROLE;
    }
  }

  private final Predicate<String> issued;
  private final Clock wall;
  private final Map<String, Origin> origins = new ConcurrentHashMap<>();

  /** Whether each valid key that was handed out for another identity is known. */
  private volatile boolean isComplete = true;

  /** The size at which expired keys are looked for. */
  private volatile int sweptAt = MOST;

  /**
   * Creates an empty set.
   *
   * @param issued whether a key was issued to a session
   */
  KnownAccessKeys(Predicate<String> issued, Clock wall) {
    this.issued = issued;
    this.wall = wall;
  }

  /** Returns the keys of this class loader. */
  public static KnownAccessKeys shared() {
    return SHARED;
  }

  /**
   * Adds a key. One that was issued to a session stays that, whatever is added.
   *
   * @param expiration when it expires, or null if that time is not known
   */
  public void add(
      String accessKeyId, Kind kind, @Nullable String identity, @Nullable Instant expiration) {
    Instant until = expiration == null ? wall.instant().plus(UNKNOWN_LIFETIME) : expiration;
    Origin origin = new Origin(kind, identity, until.toEpochMilli());
    if (origins.put(accessKeyId, origin) == null) {
      sweep();
    }
  }

  /** Returns the origin of a key, or null if it is not known. */
  public @Nullable Origin find(String accessKeyId) {
    return issued.test(accessKeyId) ? ISSUED : origins.get(accessKeyId);
  }

  /** Drops what was judged by the settings. What responses said of a key stays. */
  public void forgetJudged() {
    origins
        .values()
        .removeIf(
            each ->
                each.kind() == Kind.FOREIGN
                    || (each.kind() == Kind.ALLOWED && each.identity() == null));
    origins.replaceAll(
        (key, each) ->
            each.kind() == Kind.ALLOWED
                ? new Origin(Kind.OTHER_ROLE, each.identity(), each.untilMillis())
                : each);
  }

  /** Notes that a response was not looked at, which may have contained a key. */
  public void missed() {
    isComplete = false;
  }

  /** Returns whether each valid key that was handed out for another identity is known. */
  public boolean isComplete() {
    return isComplete;
  }

  private void sweep() {
    if (origins.size() < sweptAt) {
      return;
    }
    long now = wall.millis();
    remove(now, false, Integer.MAX_VALUE);
    // Many go, so that the next key does not cause a sweep.
    remove(now, true, origins.size() - MOST / 2);
    sweptAt = Math.max(MOST, 2 * origins.size());
  }

  private void remove(long now, boolean valid, int most) {
    Iterator<Origin> each = origins.values().iterator();
    for (int removed = 0; removed < most && each.hasNext(); ) {
      Origin origin = each.next();
      if (origin.untilMillis() < now || valid) {
        if (origin.untilMillis() >= now && origin.identity() != null) {
          missed();
        }
        each.remove();
        removed++;
      }
    }
  }
}
