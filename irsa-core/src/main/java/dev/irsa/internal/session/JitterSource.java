package dev.irsa.internal.session;

import java.security.SecureRandom;
import java.util.Random;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The source of jitter. It is not part of the image of a process that is frozen: processes that are
 * restored from the same image would otherwise call STS at the same moments. Thread-safe.
 */
final class JitterSource implements RandomGenerator, Supplier<RandomGenerator>, Runnable {

  /** Null from a freeze to the first number after the restore. */
  private volatile @Nullable Random current;

  JitterSource(Random first) {
    current = first;
  }

  /** Returns itself: all sessions share it. */
  @Override
  public RandomGenerator get() {
    return this;
  }

  @Override
  public long nextLong() {
    Random source = current;
    if (source == null) {
      // Not by the time: many processes may be restored at once.
      source = new Random(new SecureRandom().nextLong());
      current = source;
    }
    return source.nextLong();
  }

  /** Discards what determines the next numbers. */
  @Override
  public void run() {
    current = null;
  }
}
