package dev.irsa.cli.lab;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.irsa.cli.timeline.Moment;
import dev.irsa.cli.timeline.PodTimeline;
import dev.irsa.cli.timeline.ServiceHealth;
import dev.irsa.cli.timeline.ServicePhase;
import dev.irsa.cli.timeline.Timeline;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What a run does to its world: how the service that issues credentials behaves when, and single
 * events. Thread-safe.
 */
final class RunLog {
  private final String service;
  private final Clock clock;
  private final Instant start;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final List<ServicePhase> ended = new ArrayList<>();

  /** The current phase; its end is not yet known. */
  @GuardedBy("lock")
  private ServicePhase current;

  @GuardedBy("lock")
  private final List<Moment> moments = new ArrayList<>();

  @GuardedBy("lock")
  private @Nullable Instant readyAt;

  @GuardedBy("lock")
  private @Nullable Instant steadyUntil;

  /** Creates the log of a run that starts now, with the named service well. */
  RunLog(String service, Clock clock) {
    this.service = service;
    this.clock = clock;
    this.start = clock.instant();
    this.current = new ServicePhase(ServiceHealth.WELL, "issues credentials", start, start);
  }

  Instant now() {
    return clock.instant();
  }

  Instant start() {
    return start;
  }

  /**
   * Begins a phase of the service, which ends the previous one. One that began just now is
   * forgotten.
   */
  void health(ServiceHealth health, String detail) {
    lock.lock();
    try {
      Instant now = clock.instant();
      ServicePhase previous = until(now);
      if (previous.from().plusMillis(1).isBefore(now)) {
        ended.add(previous);
      }
      current = new ServicePhase(health, detail, now, now);
    } finally {
      lock.unlock();
    }
  }

  /** Adds an event that is marked in the timeline. */
  void moment(String text) {
    lock.lock();
    try {
      moments.add(new Moment(clock.instant(), text));
    } finally {
      lock.unlock();
    }
  }

  /** Marks the time from which callers should not wait. */
  void ready() {
    lock.lock();
    try {
      readyAt = clock.instant();
    } finally {
      lock.unlock();
    }
  }

  /** Returns when callers should no longer wait; the current time if that is still to come. */
  Instant readyAt() {
    lock.lock();
    try {
      return orNow(readyAt);
    } finally {
      lock.unlock();
    }
  }

  /** Marks the end of the calls that should succeed. */
  void endSteadyCalls() {
    lock.lock();
    try {
      steadyUntil = clock.instant();
    } finally {
      lock.unlock();
    }
  }

  /** Returns the end of the calls that should succeed; the current time if it is to come. */
  Instant steadyUntil() {
    lock.lock();
    try {
      return orNow(steadyUntil);
    } finally {
      lock.unlock();
    }
  }

  private Instant orNow(@Nullable Instant moment) {
    return moment == null ? clock.instant() : moment;
  }

  /** Returns the timeline until now. */
  Timeline timeline(List<PodTimeline> pods) {
    lock.lock();
    try {
      Instant now = clock.instant();
      List<ServicePhase> phases = new ArrayList<>(ended);
      phases.add(until(now));
      Instant steady = steadyUntil;
      return new Timeline(
          service, start, steady == null ? now : steady, now, phases, moments, pods);
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private ServicePhase until(Instant now) {
    return new ServicePhase(current.health(), current.detail(), current.from(), now);
  }
}
