package dev.irsa.bench.jmh;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The minimum cost of a cache with expiration. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class FloorHotPath {

  private volatile Object held = new Object();
  private final long expiresAtMillis = System.currentTimeMillis() + 3_600_000;

  /** Reads a shared reference. */
  @Benchmark
  public Object volatileRead() {
    return held;
  }

  /** Reads a shared reference and compares the clock with an expiration. */
  @Benchmark
  public Object volatileReadAndClock() {
    if (System.currentTimeMillis() >= expiresAtMillis) {
      throw new IllegalStateException("expired");
    }
    return held;
  }
}
