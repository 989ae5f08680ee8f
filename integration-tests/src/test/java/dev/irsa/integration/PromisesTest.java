package dev.irsa.integration;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.IrsaCredentials;
import dev.irsa.IrsaListener;
import dev.irsa.integration.WayIn.Opened;
import dev.irsa.internal.adapter.PodLab;
import dev.irsa.internal.session.Sessions;
import dev.irsa.testkit.server.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The README's promises in random histories of what applications do to providers, through every way
 * in. They play in real time, so they need a machine for themselves: {@code .ci/run deep}.
 */
@Tag("deep")
class PromisesTest {

  private static final long HISTORIES = 8;

  /** A caller's deadline, and how much later a busy machine may be. */
  private static final Duration DEADLINE = Duration.ofMillis(300);

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** When credentials arrive at the latest once STS is well again. */
  private static final Duration RECOVERY = Duration.ofSeconds(60);

  static LongStream seeds() {
    Long seed = Long.getLong("irsa.promises.seed");
    long histories = Long.getLong("irsa.promises.histories", HISTORIES);
    return seed != null ? LongStream.of(seed) : LongStream.rangeClosed(1, histories);
  }

  @ParameterizedTest(name = "-Dirsa.promises.seed={0}")
  @MethodSource("seeds")
  void everyPromiseHoldsInTheHistory(long seed) throws Exception {
    try (History history = new History(seed)) {
      history.play();
    } catch (AssertionError broken) {
      throw new AssertionError(
          broken.getMessage()
              + "\nTo play it again: ./mvnw -pl integration-tests -am verify -Dtest=PromisesTest"
              + " -Dsurefire.failIfNoSpecifiedTests=false -Dirsa.excluded-groups=none"
              + " -Dirsa.promises.seed="
              + seed,
          broken);
    }
  }

  /** How STS is. */
  private enum Sts {
    WELL,
    SLOW,
    DOWN,
    HANGS,
    DENIES,
    THROTTLES;

    private @Nullable Fault fault() {
      return switch (this) {
        case WELL -> null;
        case SLOW -> Fault.delay(Duration.ofMillis(150));
        case DOWN -> Fault.reset();
        case HANGS -> Fault.hang();
        case DENIES -> Fault.error("AccessDenied", 403, "denied");
        case THROTTLES -> Fault.throttle();
      };
    }
  }

  /** A provider in use, and whose credentials it gives: those with the same owner are shared. */
  private record Tenant(WayIn way, String owner, Opened opened) {}

  private static final class History implements AutoCloseable {
    private final SplittableRandom random;
    private final PodLab podInLab = new PodLab();
    private final WayIn.Pod pod = WayIn.Pod.in(podInLab).withDeadline(DEADLINE);
    private final List<Tenant> tenants = new ArrayList<>();
    private final Map<String, String> held = new HashMap<>();
    private final List<String> timeline = new ArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private final ExecutorService callers =
        Executors.newCachedThreadPool(
            work -> {
              Thread thread = new Thread(work, "app-caller");
              thread.setDaemon(true);
              return thread;
            });
    private Sts sts = Sts.WELL;

    History(long seed) {
      random = new SplittableRandom(new SplittableRandom(seed).nextLong());
      IrsaCredentials.discardAll();
    }

    void play() throws Exception {
      keepTheCommonPoolBusy();
      open();
      for (int steps = 25 + random.nextInt(15); steps > 0; steps--) {
        switch (random.nextInt(16)) {
          case 0, 1, 2 -> open();
          case 3, 4, 5, 6 -> ask(1 + random.nextInt(8), false);
          case 7 -> ask(1, true);
          case 8, 9, 10 -> sts(one(List.of(Sts.values())));
          case 11, 12 -> closeOne();
          case 13 -> reject();
          case 14 -> forget();
          default -> sts(Sts.WELL);
        }
      }
      sts(Sts.WELL);
      for (Tenant tenant : List.copyOf(tenants)) {
        ask(tenant, 1, false);
      }
    }

    /** The common pool belongs to the application. */
    private void keepTheCommonPoolBusy() {
      for (int thread = 0; thread < ForkJoinPool.getCommonPoolParallelism(); thread++) {
        ForkJoinPool.commonPool()
            .execute(
                () -> {
                  try {
                    end.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
      }
    }

    private void open() {
      WayIn way = one(List.of(WayIn.values()));
      String session = random.nextBoolean() ? "one" : "two";
      IrsaListener listener =
          random.nextBoolean()
              ? event -> {}
              : event -> {
                throw new StackOverflowError("a listener that calls itself");
              };
      String kind = way.name().replaceFirst("^(CORE|V[12])_?|^(V[12]_)?CHAIN$", "");
      tenants.add(new Tenant(way, kind + "/" + session, way.open(pod, session, listener)));
      tell("opens " + way + " for " + session);
    }

    private Tenant any() {
      if (tenants.isEmpty()) {
        open();
      }
      return one(tenants);
    }

    private <T> T one(List<T> of) {
      return of.get(random.nextInt(of.size()));
    }

    private void ask(int threads, boolean interrupted) throws Exception {
      ask(any(), threads, interrupted);
    }

    /** While valid credentials exist nobody fails; once STS is well, credentials arrive. */
    private void ask(Tenant tenant, int threads, boolean interrupted) throws Exception {
      long recovered = System.nanoTime() + RECOVERY.toNanos();
      boolean must = held.containsKey(tenant.owner);
      Set<String> told = outcomes(tenant, threads, interrupted);
      tell(threads + " threads ask " + tenant.way + ": " + told);
      assertTrue(!must || told.isEmpty(), () -> "fails although there are credentials: " + story());
      while (!told.isEmpty() && sts == Sts.WELL && !interrupted) {
        assertTrue(System.nanoTime() < recovered, () -> "does not recover: " + story());
        told = outcomes(tenant, 1, false);
      }
    }

    /** Returns the errors that callers got. */
    private Set<String> outcomes(Tenant tenant, int threads, boolean interrupted) throws Exception {
      List<Future<String>> asked =
          Stream.generate(() -> callers.submit(() -> key(tenant, interrupted)))
              .limit(threads)
              .toList();
      Set<String> errors = new TreeSet<>();
      for (Future<String> each : asked) {
        try {
          String key = each.get(DEADLINE.plus(PATIENCE).toMillis(), TimeUnit.MILLISECONDS);
          String arn = podInLab.lab.accessKeys().find(key).orElseThrow().principal().arn();
          assertTrue(arn.contains("/" + role(tenant) + "/"), () -> arn + ": " + story());
          held.put(tenant.owner, key);
        } catch (ExecutionException e) {
          errors.add(typed(e.getCause()));
        }
      }
      return errors;
    }

    private static String key(Tenant tenant, boolean interrupted) {
      if (!interrupted) {
        return tenant.opened.accessKeyId().get();
      }
      Thread.currentThread().interrupt();
      try {
        return tenant.opened.accessKeyId().get();
      } finally {
        assertTrue(Thread.interrupted(), "a caller lost its interrupt");
      }
    }

    private String role(Tenant tenant) {
      return tenant.way.assumesAnotherRole()
          ? pod.chained().name()
          : podInLab.lab.roleOf(podInLab.account).name();
    }

    private String typed(@Nullable Throwable failure) {
      for (Throwable next = failure; next != null; next = next.getCause()) {
        if (next.getClass().getName().startsWith("dev.irsa.credentials.")) {
          return next.getClass().getSimpleName();
        }
      }
      throw new AssertionError("an error without a type: " + story(), failure);
    }

    private void sts(Sts changed) {
      sts = changed;
      podInLab.faults().clear();
      if (changed.fault() != null) {
        podInLab.faults().always(changed.fault());
      }
      tell("STS: " + changed);
    }

    /** Frameworks close what others still use, and twice. */
    private void closeOne() {
      Tenant tenant = any();
      tenant.opened.end().run();
      tenant.opened.end().run();
      if (random.nextBoolean()) {
        tenants.remove(tenant);
      }
      tell("closes " + tenant.way);
    }

    private void reject() {
      held.values().stream().limit(1).forEach(Sessions.shared()::invalidate);
      tell("a key is rejected");
    }

    private void forget() {
      IrsaCredentials.discardAll();
      held.clear();
      tell("all is forgotten");
    }

    private void tell(String what) {
      timeline.add(what);
    }

    private String story() {
      return timeline.stream().collect(joining("\n", "in this history:\n", ""));
    }

    @Override
    public void close() {
      end.countDown();
      podInLab.faults().clear();
      tenants.forEach(tenant -> tenant.opened.end().run());
      IrsaCredentials.discardAll();
      callers.shutdown();
      podInLab.close();
    }
  }
}
