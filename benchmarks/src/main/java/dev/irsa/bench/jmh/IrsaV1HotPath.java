package dev.irsa.bench.jmh;

import dev.irsa.sdk.v1.IrsaCredentialsProvider;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Our provider for SDK v1. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class IrsaV1HotPath {

  private final IrsaCredentialsProvider provider = new IrsaCredentialsProvider();

  /** Gets the first credentials. */
  @Setup
  public void fetch() {
    var unused = provider.getCredentials();
  }

  /** Gets credentials, as for every request. */
  @Benchmark
  public Object getCredentials() {
    return provider.getCredentials();
  }

  /** Closes the handle. */
  @TearDown
  public void close() {
    provider.close();
  }
}
