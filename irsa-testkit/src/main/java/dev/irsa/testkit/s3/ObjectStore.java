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

/** The buckets and objects of the S3-shaped endpoint, kept in memory. Thread-safe. */
public final class ObjectStore {
  private final Clock clock;
  private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

  /** An empty store. */
  public ObjectStore(Clock clock) {
    this.clock = clock;
  }

  /**
   * Creates a bucket, if there is none of that name.
   *
   * @param name as S3 allows it: 3 to 63 lower case letters, digits, dots and hyphens
   */
  public void createBucket(String name) {
    if (!name.matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")) {
      throw new IllegalArgumentException("bucket name: as S3 allows it, found " + name);
    }
    buckets.putIfAbsent(name, new Bucket(clock.instant(), new ConcurrentSkipListMap<>()));
  }

  /**
   * Puts an object.
   *
   * @throws IllegalArgumentException if there is no such bucket
   */
  public void put(String bucket, String key, byte[] content) {
    objects(bucket).put(key, StoredObject.of(content.clone(), clock.instant(), Headers.none()));
  }

  /**
   * The content of an object, if it is there.
   *
   * @throws IllegalArgumentException if there is no such bucket
   */
  public Optional<byte[]> get(String bucket, String key) {
    return Optional.ofNullable(objects(bucket).get(key)).map(object -> object.content().clone());
  }

  /**
   * The keys of a bucket, in order.
   *
   * @throws IllegalArgumentException if there is no such bucket
   */
  public List<String> keys(String bucket) {
    return List.copyOf(objects(bucket).keySet());
  }

  private NavigableMap<String, StoredObject> objects(String name) {
    Bucket bucket = buckets.get(name);
    if (bucket == null) {
      throw new IllegalArgumentException("no bucket " + name);
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

  /** A bucket; its objects by key, in the order of keys. */
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
