package dev.irsa.bench.pod;

import dev.irsa.IrsaCredentials;
import dev.irsa.IrsaListener;
import dev.irsa.credentials.IrsaEvent;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Many roles in one process.
 *
 * <p>Arguments: number of roles, number of STS endpoints to distribute them over, milliseconds to
 * measure. An endpoint accepts 20 calls a second, so ten of them load ten thousand roles in less
 * than a minute. Prints {@code result heap-bytes-per-role threads refreshes seconds
 * worst-lateness-ms p99-lateness-ms failures load-ms threads-at-rest}. At rest means without a
 * refresh within a second before or after; -1 if that never happened. The figure is the median,
 * since a worker starts briefly some time after a refresh to read the token's claims.
 */
public final class ScalePod implements IrsaListener {

  private static final long REST_NANOS = 1_000_000_000;
  private static final Duration DEADLINE = Duration.ofMinutes(10);

  private final ConcurrentMap<String, Instant> planned = new ConcurrentHashMap<>();
  private final ConcurrentMap<Integer, Long> lateness = new ConcurrentHashMap<>();
  private final AtomicInteger refreshes = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();

  private final Queue<Long> refreshedNanos = new ConcurrentLinkedQueue<>();

  private ScalePod() {}

  private record ThreadCount(long atNanos, int threads) {}

  @Override
  public void onEvent(IrsaEvent event) {
    if (event instanceof IrsaEvent.RefreshFailed) {
      failures.incrementAndGet();
    } else if (event instanceof IrsaEvent.Refreshed refreshed) {
      refreshedNanos.add(System.nanoTime());
      Instant before = planned.put(refreshed.roleArn(), refreshed.nextRefreshAt());
      if (before != null) {
        long late = Duration.between(before, refreshed.at()).toMillis();
        lateness.put(refreshes.incrementAndGet(), late);
      }
    }
  }

  /** Runs the variant. */
  public static void main(String[] arguments) throws Exception {
    int roles = Integer.parseInt(arguments[0]);
    int endpoints = Integer.parseInt(arguments[1]);
    new ScalePod().watch(roles, endpoints, Long.parseLong(arguments[2]));
    System.exit(0);
  }

  private void watch(int roles, int endpoints, long millis) throws InterruptedException {
    List<IrsaCredentials> parents = new ArrayList<>();
    for (int i = 0; i < endpoints; i++) {
      parents.add(parent(i));
    }
    // Load everything that a process loads only once before counting the heap.
    IrsaCredentials first = parents.get(0);
    var warm = first.credentials(DEADLINE);
    for (IrsaCredentials parent : parents) {
      var unused = parent.forRole("arn:aws:iam::123456789012:role/warm-up").credentials(DEADLINE);
    }
    Thread.sleep(2000);
    long before = usedHeap();
    long start = System.nanoTime();
    List<IrsaCredentials> views = new ArrayList<>(roles);
    for (int i = 0; i < roles; i++) {
      views.add(parents.get(i % endpoints).forRole("arn:aws:iam::123456789012:role/role-" + i));
    }
    load(views);
    long loadMillis = (System.nanoTime() - start) / 1_000_000;
    long heap = (usedHeap() - before) / roles;
    refreshes.set(0);
    lateness.clear();
    long watchFrom = System.nanoTime();
    List<ThreadCount> threads = watchThreads(millis);
    int done = refreshes.get();
    double seconds = (System.nanoTime() - watchFrom) / 1e9;
    long[] late = lateness.values().stream().mapToLong(Long::longValue).sorted().toArray();
    System.out.println(
        "result "
            + heap
            + " "
            + threads.stream().mapToInt(ThreadCount::threads).max().orElse(0)
            + " "
            + done
            + " "
            + seconds
            + " "
            + at(late, 1)
            + " "
            + at(late, 0.99)
            + " "
            + failures.get()
            + " "
            + loadMillis
            + " "
            + median(
                threads.stream()
                    .filter(count -> isAtRest(count.atNanos()))
                    .mapToLong(ThreadCount::threads)
                    .sorted()
                    .toArray()));
    if (views.size() != roles || warm.accessKeyId().isEmpty()) {
      throw new IllegalStateException("keeps the sessions reachable until here");
    }
  }

  private IrsaCredentials parent(int number) {
    return IrsaCredentials.builder()
        .endpointOverride(URI.create(System.getenv("AWS_ENDPOINT_URL_STS") + "/e" + number))
        .maxRoles(20_000)
        .listener(this)
        .build();
  }

  private static void load(List<IrsaCredentials> views) {
    List<CompletableFuture<?>> asked = new ArrayList<>(views.size());
    for (IrsaCredentials view : views) {
      asked.add(view.credentialsAsync());
      if (asked.size() >= 200) {
        asked.remove(0).join();
      }
    }
    asked.forEach(CompletableFuture::join);
  }

  private boolean isAtRest(long atNanos) {
    return refreshedNanos.stream().noneMatch(done -> Math.abs(done - atNanos) < REST_NANOS);
  }

  /** Counts our threads ten times a second. */
  private static List<ThreadCount> watchThreads(long millis) throws InterruptedException {
    long end = System.nanoTime() + millis * 1_000_000;
    List<ThreadCount> counts = new ArrayList<>();
    while (System.nanoTime() < end) {
      Thread[] all = new Thread[Thread.activeCount() + 64];
      int count = Thread.currentThread().getThreadGroup().getParent().enumerate(all, true);
      int ours =
          (int)
              Arrays.stream(all, 0, count)
                  .filter(thread -> thread.getName().startsWith("irsa-"))
                  .count();
      counts.add(new ThreadCount(System.nanoTime(), ours));
      Thread.sleep(100);
    }
    return counts;
  }

  private static long usedHeap() throws InterruptedException {
    for (int i = 0; i < 4; i++) {
      System.gc();
      Thread.sleep(50);
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static long median(long[] sorted) {
    return sorted.length == 0 ? -1 : at(sorted, 0.5);
  }

  private static long at(long[] sorted, double share) {
    return sorted.length == 0
        ? 0
        : sorted[(int) Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  }
}
