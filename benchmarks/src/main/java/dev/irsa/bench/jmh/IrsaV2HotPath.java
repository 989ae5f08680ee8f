package dev.irsa.bench.jmh;

import dev.irsa.sdk.v2.IrsaCredentialsProvider;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Our provider for SDK v2. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class IrsaV2HotPath {

  private final IrsaCredentialsProvider provider = IrsaCredentialsProvider.create();

  /** Gets the first credentials. */
  @Setup
  public void fetch() {
    var unused = provider.resolveCredentials();
  }

  /** Gets credentials as synchronous clients do. */
  @Benchmark
  public Object resolveCredentials() {
    return provider.resolveCredentials();
  }

  /** Gets credentials as current clients do, through a future. */
  @Benchmark
  public Object resolveIdentity() {
    return provider.resolveIdentity().join();
  }

  /** Closes the handle. */
  @TearDown
  public void close() {
    provider.close();
  }
}
