package dev.irsa.session;

import dev.irsa.identity.IrsaEvent;
import dev.irsa.identity.RefreshPolicy;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Holds one live session for each distinct key and counts who uses it: the first to ask starts it,
 * the last to leave ends it, and with the last session of all go the threads. Thread-safe.
 */
public final class SessionRegistry {

  private static final SessionRegistry SHARED =
      new SessionRegistry(
          new Clocks(Clock.systemUTC(), System::nanoTime),
          SplittableRandom::new,
          Background::start);

  /**
   * What a session is made of.
   *
   * @param key everything that changes the request or its timing; equal keys share a session
   * @param roleArn the role
   * @param endpoint what limits are counted by: one for each STS endpoint
   * @param source where the session comes from; made only when there is none to share
   * @param policy when it is refreshed
   * @param idleAfter how long without a call until it is no longer refreshed ahead
   * @param executor runs its exchanges instead of our workers, or null; never closed
   * @param log hears of the session's events once, whoever else does; that of the lease that
   *     started the session
   */
  public record Terms(
      Object key,
      String roleArn,
      Object endpoint,
      Supplier<SessionSource> source,
      RefreshPolicy policy,
      Duration idleAfter,
      @Nullable Executor executor,
      Consumer<IrsaEvent> log) {}

  private final Clocks clocks;
  private final Supplier<RandomGenerator> randoms;
  private final Supplier<Background> backgrounds;
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock.
  private final Map<Object, Shared> sessions = new HashMap<>();
  private final Map<Object, EndpointGate> gates = new HashMap<>();
  private @Nullable Background background;
  private int live;

  SessionRegistry(
      Clocks clocks, Supplier<RandomGenerator> randoms, Supplier<Background> backgrounds) {
    this.clocks = clocks;
    this.randoms = randoms;
    this.backgrounds = backgrounds;
  }

  /** Returns the registry of this class loader, on the system's clocks. */
  public static SessionRegistry shared() {
    return SHARED;
  }

  /** One live session. The count and the background are guarded by the registry's lock. */
  private static final class Shared {
    final SessionCache cache;
    final List<Consumer<IrsaEvent>> listeners;
    int leases;

    Shared(SessionCache cache, List<Consumer<IrsaEvent>> listeners) {
      this.cache = cache;
      this.listeners = listeners;
    }
  }

  /** A use of a session. Closing it twice is harmless. */
  public final class Lease implements AutoCloseable {
    private final Object key;
    private final Shared shared;
    private final Object owner;
    private final Consumer<IrsaEvent> listener;

    /** Guarded by the registry's lock. */
    private boolean returned;

    private Lease(Object key, Shared shared, Object owner, Consumer<IrsaEvent> listener) {
      this.key = key;
      this.shared = shared;
      this.owner = owner;
      this.listener = listener;
    }

    /** Returns the session. */
    public SessionCache cache() {
      return shared.cache;
    }

    /**
     * Closes as soon as no refresh is under way, so that nobody who waits for one is turned away.
     */
    public void closeWhenIdle() {
      shared.cache.onceIdle(this::close);
    }

    /** Ends the waits of its owner and, when it is the last lease, the session. */
    @Override
    public void close() {
      shared.cache.leave(owner);
      giveBack(this);
    }
  }

  /**
   * Takes a lease of the session with these terms, started when there is none.
   *
   * @param terms what the session is made of
   * @param owner the handle that asks; its waits end with the lease
   * @param listener hears of the session's events as long as the lease lasts
   */
  public Lease lease(Terms terms, Object owner, Consumer<IrsaEvent> listener) {
    lock.lock();
    try {
      Shared shared = sessions.get(terms.key());
      if (shared == null) {
        shared = start(terms);
        sessions.put(terms.key(), shared);
      }
      shared.leases++;
      shared.listeners.add(listener);
      return new Lease(terms.key(), shared, owner, listener);
    } finally {
      lock.unlock();
    }
  }

  private Shared start(Terms terms) {
    if (background == null) {
      background = backgrounds.get();
    }
    live++;
    Background threads = background;
    EndpointGate gate = gates.get(terms.endpoint());
    if (gate == null) {
      gate = new EndpointGate(clocks.nanos(), threads.timer());
      gates.put(terms.endpoint(), gate);
    }
    List<Consumer<IrsaEvent>> listeners = new CopyOnWriteArrayList<>(List.of(terms.log()));
    Executor workers = terms.executor() == null ? threads.workers() : terms.executor();
    SessionCache cache =
        new SessionCache(
            terms.roleArn(),
            terms.source().get(),
            terms.policy(),
            terms.idleAfter(),
            clocks,
            randoms.get(),
            threads.timer(),
            workers,
            workers,
            gate,
            new Fanout(listeners));
    return new Shared(cache, listeners);
  }

  private void giveBack(Lease lease) {
    Background unused = null;
    boolean last;
    lock.lock();
    try {
      if (lease.returned) {
        return;
      }
      lease.returned = true;
      last = --lease.shared.leases == 0;
      if (last) {
        sessions.remove(lease.key);
        live--;
        if (live == 0) {
          unused = background;
          background = null;
          gates.clear();
        }
      } else {
        lease.shared.listeners.remove(lease.listener);
      }
    } finally {
      lock.unlock();
    }
    if (last) {
      // The listener of the last lease still hears of the end.
      lease.shared.cache.close();
    }
    if (unused != null) {
      unused.stop();
    }
  }

  /** Returns how many sessions are alive. */
  public int size() {
    lock.lock();
    try {
      return sessions.size();
    } finally {
      lock.unlock();
    }
  }

  /** Tells each listener; one that throws does not keep the others from hearing. */
  private record Fanout(List<Consumer<IrsaEvent>> listeners) implements Consumer<IrsaEvent> {
    @Override
    public void accept(IrsaEvent event) {
      RuntimeException first = null;
      for (Consumer<IrsaEvent> listener : listeners) {
        try {
          listener.accept(event);
        } catch (RuntimeException broken) {
          first = broken;
        }
      }
      if (first != null) {
        throw first;
      }
    }
  }
}
