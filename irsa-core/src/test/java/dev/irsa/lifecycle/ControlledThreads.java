package dev.irsa.lifecycle;

import dev.irsa.simulation.Invariant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The threads of one execution, of which one runs at a time. At each point where threads may affect
 * each other, {@link Schedule} chooses the thread that continues. Instrumented code calls the
 * static methods; on other threads these do what the code would have done without them.
 */
public final class ControlledThreads {

  /** Chooses what happens next. */
  interface Schedule {
    /**
     * Returns the chosen option.
     *
     * @param options the number of options, at least 2
     * @param isPreemption whether every option but the first one interrupts a thread that could
     *     continue
     * @param state equal states have equal numbers
     * @throws Abandoned if the execution is not worth continuing
     */
    int choose(int options, boolean isPreemption, long state) throws Abandoned;
  }

  /** Unwinds the threads of an execution that is over. Neither a RuntimeException nor an Error. */
  static final class Abandoned extends Exception {
    private static final long serialVersionUID = 1;

    Abandoned() {
      super(null, null, false, false);
    }
  }

  /** What is explored: its threads, and a judgement of the end. */
  public interface World {
    /** Starts the threads. */
    void start(ControlledThreads threads);

    /** Judges the state in which all threads have ended. */
    void end();
  }

  /** A promise that was broken. */
  public record Violation(Invariant invariant, String details) {}

  private static final ExecutorService POOL =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(null, task, "controlled", 1 << 18, false);
            thread.setDaemon(true);
            return thread;
          });
  private static final ThreadLocal<@Nullable Strand> CURRENT = new ThreadLocal<>();

  /**
   * Caffeine warns of each listener that an execution leaves. Referenced, or it would be dropped.
   */
  private static final Logger CAFFEINE = Logger.getLogger("com.github.benmanes.caffeine");

  static {
    CAFFEINE.setLevel(Level.OFF);
  }

  /** What is known of the accesses to a shared object, as numbers. */
  private static final class Accesses {
    long lastWrite;
    long readsSince;
  }

  /** A thread under control. */
  private final class Strand implements Runnable {
    final String name;
    final Runnable body;
    final boolean isOptional;

    /** A number for all accesses that it saw, in their order. */
    long history;

    int spawned;
    int cacheCalls;
    boolean ended;

    /** What it does next, and whether it can. */
    String next = "starts";

    BooleanSupplier enabled = ControlledThreads::always;

    /** Whether it may wait for this in the end. */
    boolean mayRemain;

    private @Nullable Thread thread;
    private volatile boolean mayRun;

    Strand(String name, Runnable body, boolean isOptional, long history) {
      this.name = name;
      this.body = body;
      this.isOptional = isOptional;
      this.history = history;
    }

    ControlledThreads threads() {
      return ControlledThreads.this;
    }

    void resume() {
      mayRun = true;
      if (thread == null) {
        thread = Thread.currentThread(); // Until it starts: not null, so that it starts once.
        POOL.execute(this);
      } else {
        LockSupport.unpark(thread);
      }
    }

    void await() throws Abandoned {
      while (!mayRun) {
        LockSupport.park(this);
      }
      mayRun = false;
      throwIfOver();
    }

    @Override
    public void run() {
      thread = Thread.currentThread();
      mayRun = false;
      CURRENT.set(this);
      history = mix(history, 8);
      try {
        body.run();
      } catch (Throwable failure) {
        if (!(failure instanceof Abandoned)) {
          broken(Invariant.NO_UNEXPECTED_FAILURE, name + " failed with " + failure);
        }
      } finally {
        CURRENT.set(null);
        ended = true;
      }
      continueWithAnother();
    }

    private void continueWithAnother() {
      try {
        Strand other = over ? null : chooseNext(null);
        if (other != null) {
          other.resume();
          return;
        }
      } catch (Abandoned ignored) {
        // The execution is over.
      }
      stopped.release();
    }
  }

  private final Schedule schedule;
  private final boolean isFine;
  private final @Nullable List<String> timeline;
  private final List<Strand> strands = new ArrayList<>();
  private final IdentityHashMap<Object, Accesses> accesses = new IdentityHashMap<>();
  private final Semaphore stopped = new Semaphore(0);
  private volatile boolean over;
  private volatile @Nullable Violation violation;
  private @Nullable Strand last;
  private @Nullable Strand inCache;
  private int points;

  /**
   * Creates an execution without threads.
   *
   * @param isFine whether threads alternate at all points where they may affect each other, or only
   *     between steps
   * @param timeline receives what happens, or null
   */
  ControlledThreads(Schedule schedule, boolean isFine, @Nullable List<String> timeline) {
    this.schedule = schedule;
    this.isFine = isFine;
    this.timeline = timeline;
  }

  /** Adds a thread. An optional one need not end. */
  public void start(String name, boolean isOptional, Runnable body) {
    Strand parent = CURRENT.get();
    long history = parent == null ? mix(strands.size(), 1) : mix(parent.history, ++parent.spawned);
    if (parent != null) {
      parent.history = mix(parent.history, 2);
    }
    long sameName = strands.stream().filter(each -> each.name.startsWith(name)).count();
    Strand strand =
        new Strand(sameName == 0 ? name : name + " " + (sameName + 1), body, isOptional, history);
    strands.add(strand);
  }

  /** Runs the threads until none can continue, and then has the end judged. */
  @Nullable Violation run(Runnable end) {
    try {
      Strand first = chooseNext(null);
      if (first != null) {
        first.resume();
        awaitStop();
      }
    } catch (Abandoned ignored) {
      return null;
    }
    if (violation == null && !over) {
      judge(end);
    }
    over = true;
    for (Strand each : strands) {
      if (each.thread != null && !each.ended) {
        each.resume();
        awaitStop();
      }
    }
    return violation;
  }

  private void judge(Runnable end) {
    List<String> stuck =
        strands.stream()
            .filter(each -> !each.ended && !each.mayRemain)
            .map(each -> each.name + " at " + each.next)
            .toList();
    if (!stuck.isEmpty()) {
      broken(Invariant.NEVER_A_DEADLOCK, "wait forever: " + stuck);
      return;
    }
    end.run();
  }

  private void awaitStop() {
    try {
      if (!stopped.tryAcquire(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException(
            "a thread is blocked: " + (last == null ? "none" : last.name + " before " + last.next));
      }
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  /** Records a broken promise, which ends the execution. */
  public void broken(Invariant invariant, String details) {
    if (violation == null && !over) {
      violation = new Violation(invariant, details);
      note("broken: " + invariant + ": " + details);
    }
  }

  /** Returns the number of points that were passed. */
  int points() {
    return points;
  }

  // ---- called by threads under control

  /** A step begins: other threads may take steps before. */
  public void step(String what, Object target, BooleanSupplier enabled) {
    Strand me = CURRENT.get();
    if (me != null) {
      point(me, target, true, enabled, what, true);
      note(me.name + ": " + what);
    }
  }

  /** Adds a line to the timeline. */
  public void happened(String what) {
    Strand me = CURRENT.get();
    note((me == null ? "" : me.name + ": ") + what);
  }

  /** Returns one of several possibilities, all of which are tried. */
  public int choose(int options, List<String> names) {
    Strand me = CURRENT.get();
    if (me == null) {
      return 0;
    }
    try {
      int chosen = schedule.choose(options, false, state(null));
      me.history = mix(me.history, chosen + 3L);
      note(me.name + ": " + names.get(chosen));
      return chosen;
    } catch (Abandoned abandoned) {
      over = true;
      throw ControlledThreads.<RuntimeException>sneaky(abandoned);
    }
  }

  /** Records an access that is no reason to let another thread continue. */
  public void observe(Object target, boolean isWrite, long value) {
    Strand me = CURRENT.get();
    if (me != null && !over) {
      record(me, target, isWrite, value);
    }
  }

  /** Called by instrumented code instead of {@code lock()}. */
  public static void lock(ReentrantLock lock, String where) {
    Strand me = CURRENT.get();
    if (me != null && !lock.isHeldByCurrentThread()) {
      me.threads().point(me, lock, true, () -> !lock.isLocked(), where, false);
    }
    lock.lock();
  }

  /** Called by instrumented code instead of {@code unlock()}. */
  public static void unlock(ReentrantLock lock) {
    if (lock.isHeldByCurrentThread()) {
      lock.unlock();
    }
  }

  /** Called by instrumented code before an access to a volatile field or an atomic object. */
  public static void access(Object target, boolean isWrite, String where) {
    Strand me = CURRENT.get();
    if (me != null) {
      me.threads().point(me, target, isWrite, ControlledThreads::always, where, false);
    }
  }

  /** Called by instrumented code before it waits for a future. */
  public static void await(CompletableFuture<?> future, String where) {
    Strand me = CURRENT.get();
    if (me != null) {
      me.threads().point(me, future, false, future::isDone, where, false);
    }
  }

  /**
   * Called by instrumented code before and after each method of the cache of roles, which may call
   * the library while it holds a lock of its own: no other thread enters it, or continues unless it
   * has to.
   */
  public static void cache(boolean enters, String where) {
    Strand me = CURRENT.get();
    if (me != null && enters) {
      me.threads().enterCache(me, where);
    } else if (me != null && --me.cacheCalls == 0) {
      me.threads().inCache = null;
    }
  }

  private void enterCache(Strand me, String where) {
    point(me, this, true, () -> inCache == null || inCache == me, where, false);
    inCache = me;
    me.cacheCalls++;
  }

  private void point(
      Strand me,
      Object target,
      boolean isWrite,
      BooleanSupplier enabled,
      String where,
      boolean isStep) {
    try {
      throwIfOver();
      if (isStep || (isFine && me != inCache) || !enabled.getAsBoolean()) {
        me.enabled = enabled;
        me.next = where;
        me.mayRemain = (isStep && me.isOptional) || target instanceof CompletableFuture;
        Strand next = chooseNext(me);
        if (next == null) {
          stopped.release();
          me.await();
        } else if (next != me) {
          next.resume();
          me.await();
        }
        me.enabled = ControlledThreads::always;
        last = me;
      }
      points++;
      record(me, target, isWrite, where.hashCode());
    } catch (Abandoned abandoned) {
      throw ControlledThreads.<RuntimeException>sneaky(abandoned);
    }
  }

  private void throwIfOver() throws Abandoned {
    if (over || violation != null) {
      over = true;
      throw new Abandoned();
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T extends Throwable> T sneaky(Throwable abandoned) throws T {
    throw (T) abandoned;
  }

  private void record(Strand me, Object target, boolean isWrite, long event) {
    Accesses known = accesses.computeIfAbsent(target, unused -> new Accesses());
    long hash = mix(mix(me.history, event), known.lastWrite);
    if (isWrite) {
      hash = mix(hash, known.readsSince);
      known.lastWrite = hash;
      known.readsSince = 0;
    } else {
      known.readsSince += hash;
    }
    me.history = hash;
  }

  /** Returns the thread that continues, or null if none can. */
  private @Nullable Strand chooseNext(@Nullable Strand current) throws Abandoned {
    List<Strand> candidates = new ArrayList<>(strands.size());
    boolean isCurrentEnabled = current != null && current.enabled.getAsBoolean();
    if (current != null && isCurrentEnabled) {
      candidates.add(current);
    }
    for (Strand each : strands) {
      if (each != current && !each.ended && each.enabled.getAsBoolean()) {
        candidates.add(each);
      }
    }
    if (candidates.isEmpty()) {
      return null;
    }
    int chosen = 0;
    if (candidates.size() > 1) {
      try {
        chosen =
            schedule.choose(
                candidates.size(), isFine && isCurrentEnabled, state(isFine ? current : null));
      } catch (Abandoned abandoned) {
        over = true;
        throw abandoned;
      }
    }
    Strand next = candidates.get(chosen);
    if (isFine && timeline != null && last != null && next != last) {
      note(
          "-- "
              + next.name
              + " continues"
              + (last.ended ? "" : "; " + last.name + " is before " + last.next));
    }
    last = next;
    return next;
  }

  /**
   * Returns a number for the state: threads that saw the same accesses in the same order are in the
   * same state, whatever the order of independent accesses was.
   */
  private long state(@Nullable Strand current) {
    long sum = current == null ? 0 : mix(current.history, 7);
    for (Strand each : strands) {
      sum += mix(each.history, each.ended ? 5 : 6);
    }
    return sum;
  }

  private void note(String line) {
    if (timeline != null) {
      timeline.add(line);
    }
  }

  private static boolean always() {
    return true;
  }

  private static long mix(long hash, long value) {
    long mixed = (hash ^ (value * 0x9E3779B97F4A7C15L)) * 0xBF58476D1CE4E5B9L;
    mixed ^= mixed >>> 29;
    mixed *= 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 32);
  }
}
