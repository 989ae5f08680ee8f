package dev.irsa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.CredentialsRequest;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.simulation.VirtualFleet;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests many roles in one process, most of it on virtual time. */
@Tag("deep")
final class TenThousandRolesTest {

  private static final long SECOND = 1_000_000_000L;

  private final VirtualFleet fleet = new VirtualFleet();
  private final IrsaCredentials parent = parent(fleet, 10_000);
  private final List<IrsaCredentials> views = new ArrayList<>();

  static IrsaCredentials parent(VirtualFleet fleet, int mostRoles) {
    return ManyRoles.parent(fleet.registry, role(0), mostRoles, ManyRoles.exchanges(fleet::source));
  }

  static String role(int number) {
    return ManyRoles.role(number);
  }

  private void takeRoles(int count) {
    for (int i = 1; i <= count; i++) {
      views.add(parent.forRole(RoleRequest.of(role(i))));
    }
    for (IrsaCredentials view : views) {
      assertEquals("ASIA1", fleet.await(view.credentialsAsync()).accessKeyId());
    }
  }

  /** Returns credentials without waiting, or throws the failure. */
  private SessionCredentials atOnce(IrsaCredentials view) {
    CompletableFuture<SessionCredentials> answer = view.credentialsAsync();
    assertTrue(answer.isDone(), "a caller had to wait");
    try {
      return answer.join();
    } catch (CompletionException failed) {
      throw (CredentialsException) failed.getCause();
    }
  }

  @Test
  void tenThousandRolesAreServedWithSpreadRefreshesAndEvictedWhenIdle() {
    takeRoles(10_000);
    assertEquals(10_000, fleet.registry.size());
    assertEquals(10_000, fleet.starts.size(), "one call each");
    int before = fleet.starts.size();
    long from = fleet.elapsed();

    for (int step = 0; step < 12; step++) {
      fleet.time.advance(Duration.ofMinutes(10));
      for (IrsaCredentials view : views) {
        atOnce(view);
      }
    }

    int refreshes = fleet.starts.size() - before;
    assertTrue(refreshes >= 20_000 && refreshes <= 40_000, "refreshes in 2 h: " + refreshes);
    assertTrue(mostIn(1, from) <= 20, "in a second: " + mostIn(1, from));
    assertTrue(mostIn(60, from) <= 1200, "in a minute: " + mostIn(60, from));

    fleet.time.advance(Duration.ofMinutes(60));
    int idle = fleet.starts.size();
    fleet.time.advance(Duration.ofMinutes(59));
    assertEquals(idle, fleet.starts.size(), "nobody asks, nothing is refreshed");
    fleet.time.advance(Duration.ofMinutes(3));
    assertEquals(0, fleet.registry.size(), "all evicted");

    IrsaCredentials again = views.get(4711);
    assertEquals(role(4712), fleet.await(again.credentialsAsync()).sessionToken());
    assertEquals(1, fleet.registry.size());
    parent.close();
    fleet.time.advance(Duration.ZERO);
    assertEquals(0, fleet.registry.size());
  }

  /** Returns the maximum number of exchanges that started within a number of seconds. */
  private int mostIn(int seconds, long from) {
    int most = 0;
    int first = 0;
    for (int last = 0; last < fleet.starts.size(); last++) {
      long at = fleet.starts.get(last).atNanos();
      while (at - fleet.starts.get(first).atNanos() >= seconds * SECOND) {
        first++;
      }
      if (at >= from) {
        most = Math.max(most, last - first + 1);
      }
    }
    return most;
  }

  /** A measurement on real time: ten thousand short sessions, all of which are refreshed. */
  @Test
  void theShareOfTheThreadThatDecidesIsMeasured(@TempDir Path folder) throws Exception {
    AtomicInteger issued = new AtomicInteger();
    List<IrsaCredentials> roles =
        TestPod.roles(
            (request, bound) ->
                TestPod.issued("ASIA" + issued.incrementAndGet(), Duration.ofSeconds(45)),
            TestPod.token(folder),
            10_000);
    List<CompletableFuture<SessionCredentials>> asked = new ArrayList<>();
    for (IrsaCredentials role : roles) {
      asked.add(
          role.credentialsAsync(CredentialsRequest.standard().withTimeout(Duration.ofMinutes(1))));
    }
    asked.forEach(CompletableFuture::join);
    int before = issued.get();

    BusyThread decides = new BusyThread(List.of("irsa-timer", "irsa-loop"));
    while (issued.get() < before + 10_000) {
      decides.sample();
      LockSupport.parkNanos(100_000);
    }
    System.out.println("10,000 refreshes: " + decides);
  }

  /** The processor time of the thread with a name, seen from outside. */
  private static final class BusyThread {
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final long begun = System.nanoTime();
    private final long id;
    private final long cpuAtFirst;
    private long waits;
    private long cpuAtWait;
    private long longest;

    BusyThread(List<String> prefixes) {
      id =
          Thread.getAllStackTraces().keySet().stream()
              .filter(thread -> prefixes.stream().anyMatch(thread.getName()::startsWith))
              .mapToLong(Thread::getId)
              .max()
              .orElseThrow();
      cpuAtFirst = threads.getThreadCpuTime(id);
      cpuAtWait = cpuAtFirst;
    }

    /** Notes how long it was busy without a wait in between, which is one step or more. */
    void sample() {
      ThreadInfo info = threads.getThreadInfo(id);
      if (info == null) {
        throw new IllegalStateException("The thread has ended");
      }
      long cpu = threads.getThreadCpuTime(id);
      if (info.getWaitedCount() == waits) {
        longest = Math.max(longest, cpu - cpuAtWait);
      } else {
        waits = info.getWaitedCount();
        cpuAtWait = cpu;
      }
    }

    @Override
    public String toString() {
      long cpu = threads.getThreadCpuTime(id) - cpuAtFirst;
      double share = 100.0 * cpu / (System.nanoTime() - begun);
      return "%.1f us each, %.2f %% of a processor meanwhile, at most %.2f ms without a pause"
          .formatted(cpu / 1e3 / 10_000, share, longest / 1e6);
    }
  }
}
