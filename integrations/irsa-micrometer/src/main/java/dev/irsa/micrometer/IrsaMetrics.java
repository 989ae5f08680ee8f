package dev.irsa.micrometer;

import dev.irsa.IrsaListener;
import dev.irsa.IrsaStatus;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.internal.guard.IdentityGuard;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Publishes the state of credentials and their refreshes as Micrometer meters. Refreshes are
 * counted by the events of a listener, the state is read from a status:
 *
 * <pre>{@code
 * IrsaMetrics metrics = new IrsaMetrics();
 * metrics.bindTo(registry);
 * IrsaCredentials irsa = IrsaCredentials.builder().addListener(metrics).build();
 * metrics.watch(irsa, IrsaCredentials::status);
 * }</pre>
 *
 * <p>The meters have the tags {@code role}, the name of the role, and {@code source}; {@code
 * unknown} if it is not known, as the role of container credentials; and {@code audience}, the
 * services that accept a token for others, {@code none} for credentials. They contain no secrets
 * and no access key ids. At most 100 roles, 50 audiences and 50 error codes get a value of their
 * own; the others are shown as {@code other}. docs/observing.md lists the meters.
 *
 * <p>Thread-safe. One instance serves any number of sessions and registries. It owns neither;
 * watched handles are weakly referenced, so they need not be removed. A registry or a meter that
 * fails, whatever it throws, affects neither credentials nor other registries and meters.
 *
 * @since 0.1
 */
public final class IrsaMetrics implements MeterBinder, IrsaListener {

  /** The maximum number of events that are kept until there is a registry. */
  private static final int MAX_EARLY = 100;

  /** The maximum number of events that are remembered as counted; a session queues no more. */
  private static final int MAX_COUNTED = 1_000;

  private final TagValues tagValues = new TagValues();
  private final MeterFailures foreign = new MeterFailures();
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock.
  private final Set<MeterRegistry> registries = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Queue<IrsaEvent> early = new ArrayDeque<>();
  private final Queue<WeakReference<IrsaEvent>> counted = new ArrayDeque<>();
  private final StateGauges gauges = new StateGauges(tagValues, foreign);

  /** Creates an instance without registries and handles. */
  public IrsaMetrics() {}

  /**
   * Registers the meters. Sessions whose handles are watched have their meters at once, with the
   * value 0; other sessions get them when something is counted. Events that were received before
   * the first registry was bound, at most 100, are counted now. Binding a registry again has no
   * effect.
   */
  @Override
  public void bindTo(MeterRegistry registry) {
    lock.lock();
    try {
      if (!registries.add(registry)) {
        return;
      }
      gauges.addTo(registry);
      addForeignCalls(registry);
      RefreshMeters meters = new RefreshMeters(registry, tagValues, foreign);
      early.forEach(meters::record);
      early.clear();
    } finally {
      lock.unlock();
    }
  }

  /** Requests of the process, whatever sessions there are, so the meter has no tags. */
  private void addForeignCalls(MeterRegistry registry) {
    foreign.run(
        () ->
            FunctionCounter.builder(
                    "irsa.foreign.calls", IdentityGuard.shared(), IdentityGuard::foreignCalls)
                .description("Requests that another identity than the pod's signed")
                .register(registry));
  }

  /**
   * Adds gauges for the state of a session. They exist until the handle is garbage collected. If
   * several handles have the same role and source, the gauges show the one whose credentials expire
   * first.
   *
   * @param handle a handle or a provider, weakly referenced
   * @param status returns its status, such as {@code IrsaCredentials::status}; must not reference
   *     the handle otherwise
   */
  public <T> void watch(T handle, Function<? super T, IrsaStatus> status) {
    lock.lock();
    try {
      gauges.watch(handle, status);
      gauges.update(registries);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Counts an event, once even if it is called several times with it: several handles of a session
   * may have listeners that pass events on to this one. Never throws.
   */
  @Override
  public void onEvent(IrsaEvent event) {
    lock.lock();
    try {
      if (!isNew(event)) {
        return;
      }
      removeClosedRegistries();
      if (registries.isEmpty()) {
        keep(event);
        return;
      }
      gauges.update(registries);
      for (MeterRegistry registry : registries) {
        new RefreshMeters(registry, tagValues, foreign).record(event);
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean isNew(IrsaEvent event) {
    if (counted.stream().anyMatch(each -> each.refersTo(event))) {
      return false;
    }
    if (counted.size() == MAX_COUNTED) {
      counted.remove();
    }
    return counted.add(new WeakReference<>(event));
  }

  private void removeClosedRegistries() {
    for (MeterRegistry registry : List.copyOf(registries)) {
      if (registry.isClosed()) {
        registries.remove(registry);
        gauges.forget(registry);
      }
    }
  }

  private void keep(IrsaEvent event) {
    if (early.size() == MAX_EARLY) {
      early.remove();
    }
    early.add(event);
  }
}
