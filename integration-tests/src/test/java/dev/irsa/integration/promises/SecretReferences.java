package dev.irsa.integration.promises;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Whether secrets can still be reached; the very texts are looked for, since a lab has copies. */
final class SecretReferences {

  private final ReferenceQueue<String> collected = new ReferenceQueue<>();
  private final List<WeakReference<String>> given = new ArrayList<>();

  void add(String secret) {
    given.add(new WeakReference<>(secret, collected));
  }

  void requireGone(Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    while (left() > 0 && System.nanoTime() - end < 0) {
      System.gc();
      try {
        Reference<?> unused = collected.remove(100);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    Promise.NOTHING_SECRET.require(left() == 0, left() + " of " + this + " can be reached");
  }

  private long left() {
    return given.stream().filter(secret -> !secret.refersTo(null)).count();
  }

  @Override
  public String toString() {
    return given.size() + " secrets";
  }
}
