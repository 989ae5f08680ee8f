package dev.irsa.micrometer;

import dev.irsa.IrsaStatus;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The gauges of all watched handles: one set for each role and source. Not thread-safe. */
final class StateGauges {

  private final TagValues tagValues;
  private final List<WatchedHandle> handles = new ArrayList<>();
  private final Map<Tags, SessionGauges> sessions = new HashMap<>();

  StateGauges(TagValues tagValues) {
    this.tagValues = tagValues;
  }

  /** Adds a handle. Its gauges exist after the next update. */
  void watch(WatchedHandle handle) {
    handles.add(handle);
  }

  /** Adds the gauges of all sessions to another registry. */
  void addTo(MeterRegistry registry) {
    sessions.values().forEach(session -> session.addTo(registry));
  }

  /**
   * Adds the gauges of sessions that are known by now, and removes those whose handles were garbage
   * collected. The role of a handle is not known while it is misconfigured or closed.
   */
  void update(Set<MeterRegistry> registries) {
    handles.removeIf(WatchedHandle::isGone);
    for (WatchedHandle handle : handles) {
      IrsaStatus status = handle.settled ? null : handle.status();
      if (status != null) {
        settle(handle, status, registries);
      }
    }
    sessions.values().removeIf(StateGauges::isRemoved);
  }

  private void settle(WatchedHandle handle, IrsaStatus status, Set<MeterRegistry> registries) {
    handle.settled = status.source() != null;
    SessionGauges before = handle.shownBy;
    SessionGauges now = session(status, registries);
    if (before != null) {
      before.remove(handle);
    }
    handle.shownBy = now;
    now.add(handle);
  }

  private SessionGauges session(IrsaStatus status, Set<MeterRegistry> registries) {
    Tags tags = tagValues.session(status.roleArn(), status.source());
    SessionGauges known = sessions.get(tags);
    if (known != null) {
      return known;
    }
    SessionGauges created = new SessionGauges(tags);
    sessions.put(tags, created);
    registries.forEach(created::addTo);
    return created;
  }

  private static boolean isRemoved(SessionGauges session) {
    boolean isGone = session.isGone();
    if (isGone) {
      session.removeFromRegistries();
    }
    return isGone;
  }
}
