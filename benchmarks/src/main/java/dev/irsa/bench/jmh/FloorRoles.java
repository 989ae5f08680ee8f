package dev.irsa.bench.jmh;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The minimum cost of a cache for many roles: a map, a clock, and a reference of each role. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class FloorRoles {

  /** The number of roles. */
  @Param({"100", "10000"})
  public int roles = 100;

  private final Map<String, FloorHotPath> held = new ConcurrentHashMap<>();
  private List<String> arns = List.of();
  private int next;

  /** Creates the map. */
  @Setup
  public void fill() {
    arns =
        IntStream.range(0, roles)
            .mapToObj(role -> "arn:aws:iam::111122223333:role/app-" + role)
            .toList();
    arns.forEach(arn -> held.put(arn, new FloorHotPath()));
  }

  /** Finds a role and reads what is held for it. */
  @Benchmark
  public Object mapAndClock() {
    next = next + 1 < roles ? next + 1 : 0;
    FloorHotPath found = held.get(arns.get(next));
    if (found == null) {
      throw new IllegalStateException("not found");
    }
    return found.volatileReadAndClock();
  }
}
