package dev.irsa.internal.session;

import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The ids of the access keys that were issued to sessions, until an hour after they expire. They
 * are added on the loop, before anybody gets the key; any thread may ask. Each addition drops at
 * most two expired ones, so that its cost does not depend on how many there are.
 */
final class IssuedKeys {

  /** A repeated request may still be signed with a key that has just expired. */
  private static final Duration AFTER_EXPIRATION = Duration.ofHours(1);

  private record Expiration(String accessKeyId, Instant end) implements Comparable<Expiration> {
    @Override
    public int compareTo(Expiration other) {
      return end.compareTo(other.end);
    }
  }

  private final Set<String> known = ConcurrentHashMap.newKeySet();

  /** Lives on the loop. */
  private final Queue<Expiration> expirations = new PriorityQueue<>();

  /**
   * Adds a key.
   *
   * @param end until when it may be used
   */
  void add(String accessKeyId, Instant end, Instant now) {
    dropExpired(now);
    dropExpired(now);
    if (known.add(accessKeyId)) {
      expirations.add(new Expiration(accessKeyId, end));
    }
  }

  private void dropExpired(Instant now) {
    Expiration first = expirations.peek();
    if (first != null && first.end.plus(AFTER_EXPIRATION).isBefore(now)) {
      expirations.remove();
      known.remove(first.accessKeyId);
    }
  }

  boolean contain(String accessKeyId) {
    return known.contains(accessKeyId);
  }
}
