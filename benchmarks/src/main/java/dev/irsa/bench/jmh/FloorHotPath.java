package dev.irsa.bench.jmh;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What a cache with an expiry cannot do without. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class FloorHotPath {

  private volatile Object held = new Object();
  private final long expiresAtMillis = System.currentTimeMillis() + 3_600_000;

  /** A shared reference, read. */
  @Benchmark
  public Object volatileRead() {
    return held;
  }

  /** The same, and the clock compared with an expiry. */
  @Benchmark
  public Object volatileReadAndClock() {
    if (System.currentTimeMillis() >= expiresAtMillis) {
      throw new IllegalStateException("expired");
    }
    return held;
  }
}
