package dev.irsa.internal.session;

import java.security.SecureRandom;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A random generator outside of the image of a frozen process: processes that are restored from the
 * same image would otherwise draw the same jitter, and call STS at the same moments. Thread-safe.
 */
final class ReseededRandom implements RandomGenerator, Runnable {

  /** Null from a freeze to the first number after the restore. */
  private volatile @Nullable Random current;

  ReseededRandom(Random first) {
    current = first;
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
