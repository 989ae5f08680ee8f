package dev.irsa.internal.concurrent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.simulation.SimulatedFailures;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkersTest {

  private final Workers workers = Workers.system();
  private final CountDownLatch release = new CountDownLatch(1);
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

  private final Deque<Runnable> given = new ArrayDeque<>();
  private final List<String> done = new ArrayList<>();
  private boolean threadless;
  private final Executor completions = new Workers.Completions(this::start);

  @AfterEach
  void release() {
    release.countDown();
  }

  private void start(Runnable thread) {
    if (threadless) {
      throw SimulatedFailures.noThread();
    }
    given.add(thread);
  }

  /** Executes tasks that block, and waits until so many have begun. */
  private void block(Executor executor, int tasks, int begin) throws Exception {
    CountDownLatch begun = new CountDownLatch(begin);
    for (int task = 0; task < tasks; task++) {
      executor.execute(
          () -> {
            threads.add(Thread.currentThread());
            begun.countDown();
            awaitUninterruptibly(release);
          });
    }
    assertTrue(begun.await(30, TimeUnit.SECONDS));
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException unexpected) {
      throw new IllegalStateException(unexpected);
    }
  }

  @Test
  void blockedTasksOfOneKindDelayNoOtherKind() throws Exception {
    block(workers.listeners(), 20, 20);
    block(workers.lookUps(), 100, Workers.LOOK_UPS);
    block(workers.log(), 100, 1);
    block(workers.completions(), 20, 20);
    block(workers.exchanges(), 20, 20);

    assertEquals(20 + Workers.LOOK_UPS + 1 + 20 + 20, threads.size());
  }

  @Test
  void idleThreadsEnd() throws Exception {
    block(workers.exchanges(), 20, 20);
    block(workers.log(), 1, 1);
    release.countDown();
    for (Thread each : threads) {
      each.join(30_000);
      assertFalse(each.isAlive());
    }
  }

  @Test
  void threadsAreNamedDaemonsWithoutStateOfTheirCaller() throws Exception {
    InheritableThreadLocal<String> inherited = new InheritableThreadLocal<>();
    inherited.set("of the caller");
    ThreadFactory factory = new Workers.Daemons("irsa-worker");
    Thread thread = factory.newThread(() -> done.add("sees " + inherited.get()));
    assertEquals("irsa-worker-1", thread.getName());
    assertTrue(thread.isDaemon());
    assertSame(Workers.class.getClassLoader(), thread.getContextClassLoader());
    thread.start();
    thread.join();
    assertEquals(List.of("sees null"), done);
    inherited.remove();
  }

  /** Code of an application, loaded by a class loader of its own. */
  public static final class Application implements Function<ThreadFactory, Thread> {
    @Override
    public Thread apply(ThreadFactory factory) {
      return factory.newThread(LockSupport::park);
    }
  }

  @SuppressWarnings("unchecked")
  private static Function<ThreadFactory, Thread> inItsOwnLoader() throws Exception {
    String name = Application.class.getName();
    byte[] code;
    try (InputStream file =
        Application.class.getResourceAsStream("/" + name.replace('.', '/') + ".class")) {
      code = file.readAllBytes();
    }
    ClassLoader own =
        new ClassLoader(Application.class.getClassLoader()) {
          @Override
          protected Class<?> loadClass(String wanted, boolean resolves)
              throws ClassNotFoundException {
            Class<?> known = findLoadedClass(wanted);
            return !wanted.equals(name)
                ? super.loadClass(wanted, resolves)
                : known != null ? known : defineClass(name, code, 0, code.length);
          }
        };
    return (Function<ThreadFactory, Thread>)
        own.loadClass(name).getDeclaredConstructor().newInstance();
  }

  /** Up to JDK 23 a thread has the protection domains of the code that has started it. */
  @Test
  void aThreadDoesNotKeepTheClassLoaderOfWhoStartedIt() throws Exception {
    Function<ThreadFactory, Thread> application = inItsOwnLoader();
    // Not the task, which the application made.
    Thread thread =
        application.apply(task -> new Workers.Daemons("irsa-loop").newThread(release::countDown));
    WeakReference<ClassLoader> loader =
        new WeakReference<>(application.getClass().getClassLoader());
    application = null;

    for (int round = 0; round < 100 && loader.get() != null; round++) {
      System.gc();
    }

    assertNull(loader.get());
    assertFalse(thread.isAlive());
  }

  @Test
  void aBurstOfShortDependentsIsRunByFewThreads() {
    for (int task = 0; task < 10_000; task++) {
      completions.execute(() -> done.add("done"));
    }
    assertEquals(1, given.size(), "one thread is on its way");

    given.remove().run();

    assertEquals(10_000, done.size());
    assertEquals(1, given.size(), "another one was requested once");
    given.remove().run();
    assertEquals(0, given.size(), "and finds nothing");
  }

  @Test
  void withoutAThreadADependentRunsWithALaterOneAndItsFailureHarmsNoOther() {
    threadless = true;
    completions.execute(() -> done.add("one"));
    threadless = false;
    completions.execute(
        () -> {
          throw new AssertionError("as told");
        });
    completions.execute(() -> done.add("three"));

    given.remove().run();

    assertEquals(List.of("one", "three"), done);
  }
}
