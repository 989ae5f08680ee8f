package dev.irsa.micrometer;

import dev.irsa.IrsaStatus;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The gauges of all watched handles: one set for each role and source. Not thread-safe. */
final class StateGauges {

  private final TagValues tagValues;
  private final MeterFailures foreign;
  private final ReferenceQueue<Object> garbage = new ReferenceQueue<>();

  /** Handles whose role and source are not known yet: they are misconfigured or closed. */
  private final Set<WatchedHandle> unknown = new HashSet<>();

  private final Map<Tags, SessionGauges> sessions = new HashMap<>();

  StateGauges(TagValues tagValues, MeterFailures foreign) {
    this.tagValues = tagValues;
    this.foreign = foreign;
  }

  /** Adds a handle. Its gauges exist after the next update. */
  <T> void watch(T handle, Function<? super T, IrsaStatus> status) {
    unknown.add(new WatchedHandle(handle, status, garbage, foreign));
  }

  /** Adds the meters of all sessions to another registry. */
  void addTo(MeterRegistry registry) {
    sessions.values().forEach(session -> add(session, registry));
  }

  private void add(SessionGauges session, MeterRegistry registry) {
    session.addTo(registry);
    if (!session.tags().equals(tagValues.session(null, null, null))) {
      new RefreshMeters(registry, tagValues, foreign).register(session.tags());
    }
  }

  /** Drops the meters of a registry that is closed. */
  void forget(MeterRegistry registry) {
    sessions.values().forEach(session -> session.forget(registry));
  }

  /**
   * Adds the meters of sessions that are known by now, and removes the gauges of those whose
   * handles were garbage collected.
   */
  void update(Set<MeterRegistry> registries) {
    for (WatchedHandle handle : Set.copyOf(unknown)) {
      IrsaStatus status = handle.status();
      if (status != null) {
        show(handle, status, registries);
      }
    }
    for (Reference<?> gone = garbage.poll(); gone != null; gone = garbage.poll()) {
      if (gone instanceof WatchedHandle handle) {
        unknown.remove(handle);
        hide(handle);
      }
    }
  }

  private void show(WatchedHandle handle, IrsaStatus status, Set<MeterRegistry> registries) {
    if (status.source() != null) {
      unknown.remove(handle);
    }
    SessionGauges session = session(status, registries);
    if (session != handle.shownBy) {
      hide(handle);
      handle.shownBy = session;
      session.add(handle);
    }
  }

  private SessionGauges session(IrsaStatus status, Set<MeterRegistry> registries) {
    Tags tags = tagValues.session(status.roleArn(), status.source(), status.audiences());
    SessionGauges known = sessions.get(tags);
    if (known != null) {
      return known;
    }
    SessionGauges created = new SessionGauges(tags, foreign);
    sessions.put(tags, created);
    registries.forEach(registry -> add(created, registry));
    return created;
  }

  private void hide(WatchedHandle handle) {
    SessionGauges session = handle.shownBy;
    if (session != null && session.removeLast(handle)) {
      sessions.remove(session.tags());
      session.removeFromRegistries();
    }
  }
}
