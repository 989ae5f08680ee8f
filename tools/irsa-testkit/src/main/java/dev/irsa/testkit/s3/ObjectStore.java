package dev.irsa.testkit.s3;

import dev.irsa.testkit.server.Headers;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
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
    objects(bucket).put(key, StoredObject.of(content.clone(), clock.instant(), Headers.none()));
  }

  /**
   * Returns the content of an object, if it exists.
   *
   * @throws IllegalArgumentException if the bucket does not exist
   */
  public Optional<byte[]> get(String bucket, String key) {
    return Optional.ofNullable(objects(bucket).get(key)).map(object -> object.content().clone());
  }

  /**
   * Returns the keys of a bucket, sorted.
   *
   * @throws IllegalArgumentException if the bucket does not exist
   */
  public List<String> keys(String bucket) {
    return List.copyOf(objects(bucket).keySet());
  }

  private NavigableMap<String, StoredObject> objects(String name) {
    Bucket bucket = buckets.get(name);
    if (bucket == null) {
      throw new IllegalArgumentException("bucket does not exist: " + name);
    }
    return bucket.objects();
  }

  Bucket bucket(String name) throws S3Exception {
    Bucket bucket = buckets.get(name);
    if (bucket == null) {
      throw S3Exception.noSuchBucket();
    }
    return bucket;
  }

  NavigableMap<String, Bucket> all() {
    return new TreeMap<>(buckets);
  }

  void delete(String name) throws S3Exception {
    if (!bucket(name).objects().isEmpty()) {
      throw new S3Exception(409, "BucketNotEmpty", "The bucket you tried to delete is not empty");
    }
    buckets.remove(name);
  }

  Instant now() {
    return clock.instant();
  }

  /** A bucket, with its objects sorted by key. */
  record Bucket(Instant createdAt, NavigableMap<String, StoredObject> objects) {
    StoredObject object(String key) throws S3Exception {
      StoredObject object = objects.get(key);
      if (object == null) {
        throw S3Exception.noSuchKey();
      }
      return object;
    }
  }
}
