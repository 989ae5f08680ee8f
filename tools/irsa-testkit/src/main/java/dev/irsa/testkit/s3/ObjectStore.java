package dev.irsa.testkit.s3;

import dev.irsa.policy.AccessKeys;
import dev.irsa.testkit.internal.server.Headers;
import dev.irsa.testkit.internal.server.Service;
import dev.irsa.testkit.internal.server.ServiceException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** The buckets and objects of the S3-compatible endpoint, in memory. Thread-safe. */
public final class ObjectStore {
  private final Clock clock;
  private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

  /** Creates an empty store. */
  public ObjectStore(Clock clock) {
    this.clock = clock;
  }

  private record Bucket(Instant createdAt, NavigableMap<String, StoredObject> objects) {}

  /**
   * An object. Immutable: the array is never modified.
   *
   * @param headers the Content-Type and the user's metadata, returned unchanged
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared, and not copied for efficiency
  record StoredObject(byte[] content, Instant lastModifiedAt, Headers headers) {
    /** Returns its MD5: clients compare it. */
    @SuppressWarnings("WeakHash") // its strength does not matter here
    String etag() {
      try {
        byte[] digest = MessageDigest.getInstance("MD5").digest(content);
        return '"' + HexFormat.of().formatHex(digest) + '"';
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every JDK has MD5", e);
      }
    }
  }

  /**
   * Returns the service that offers its content over HTTP.
   *
   * @param keys the issued credentials
   * @param signingClocks the clocks that requests may be signed by
   * @param region the region that signatures must name
   */
  public Service service(AccessKeys keys, List<Clock> signingClocks, String region) {
    return new S3Service(this, keys, clock, signingClocks, region);
  }

  /**
   * Creates a bucket, unless it already exists.
   *
   * @param name a valid bucket name: 3 to 63 lower case letters, digits, dots and hyphens
   */
  public void createBucket(String name) {
    if (!name.matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")) {
      throw new IllegalArgumentException(
          "bucket name: expected a name that S3 allows, found " + name);
    }
    buckets.putIfAbsent(name, new Bucket(clock.instant(), new ConcurrentSkipListMap<>()));
  }

  /**
   * Stores an object.
   *
   * @throws IllegalArgumentException if the bucket does not exist
   */
  public void put(String bucket, String key, byte[] content) {
    existing(bucket).put(key, object(content.clone(), Headers.none()));
  }

  /**
   * Returns the content of an object, if it exists.
   *
   * @throws IllegalArgumentException if the bucket does not exist
   */
  public Optional<byte[]> get(String bucket, String key) {
    return Optional.ofNullable(existing(bucket).get(key)).map(object -> object.content().clone());
  }

  /**
   * Returns the keys of a bucket, sorted.
   *
   * @throws IllegalArgumentException if the bucket does not exist
   */
  public List<String> keys(String bucket) {
    return List.copyOf(existing(bucket).keySet());
  }

  private NavigableMap<String, StoredObject> existing(String name) {
    try {
      return bucket(name);
    } catch (ServiceException e) {
      throw new IllegalArgumentException("bucket does not exist: " + name, e);
    }
  }

  StoredObject object(byte[] content, Headers headers) {
    return new StoredObject(content, clock.instant(), headers);
  }

  NavigableMap<String, StoredObject> bucket(String name) throws ServiceException {
    Bucket bucket = buckets.get(name);
    if (bucket == null) {
      throw new ServiceException(404, "NoSuchBucket", "The specified bucket does not exist");
    }
    return bucket.objects();
  }

  /** Returns the times of creation of all buckets by their names, sorted. */
  SortedMap<String, Instant> creationTimes() {
    SortedMap<String, Instant> times = new TreeMap<>();
    buckets.forEach((name, bucket) -> times.put(name, bucket.createdAt()));
    return times;
  }
}
