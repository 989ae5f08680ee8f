package dev.irsa.cli.lab;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.irsa.cli.pod.PodMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The messages received from the pod. Thread-safe. */
final class Inbox {
  private static final int MOST_SHOWN = 4;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  @GuardedBy("lock")
  private final List<PodMessage> messages = new ArrayList<>();

  @GuardedBy("lock")
  private boolean ended;

  void add(PodMessage message) {
    lock.lock();
    try {
      messages.add(message);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Marks the end of the messages. */
  void end() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  List<PodMessage> all() {
    lock.lock();
    try {
      return List.copyOf(messages);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until the given number of messages of a kind have been received.
   *
   * @throws GaveUpException if they were not received in time, or the pod has ended
   */
  void await(Class<? extends PodMessage> kind, int count, Duration patience)
      throws GaveUpException, InterruptedException {
    long left = patience.toNanos();
    lock.lock();
    try {
      while (messages.stream().filter(kind::isInstance).count() < count) {
        if (left <= 0 || ended) {
          throw new GaveUpException(
              "%d '%s' messages from the pod, which %s; last received: %s"
                  .formatted(
                      count,
                      kind.getSimpleName(),
                      ended ? "has ended" : "sent too few within " + patience.toSeconds() + " s",
                      messages.subList(
                          Math.max(0, messages.size() - MOST_SHOWN), messages.size())));
        }
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }
}
