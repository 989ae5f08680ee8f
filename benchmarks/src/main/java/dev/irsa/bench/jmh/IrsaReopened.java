package dev.irsa.bench.jmh;

import dev.irsa.IrsaCredentials;
import dev.irsa.sdk.v2.IrsaCredentialsProvider;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A handle, or a provider, for each request, while credentials are valid. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class IrsaReopened {

  /** Whether another handle of the session stays open: a service, or one that is used alone. */
  @Param({"true", "false"})
  public boolean beside = true;

  private @Nullable IrsaCredentials other;

  /** Gets the first credentials. */
  @Setup
  public void fetch() {
    IrsaCredentials first = IrsaCredentials.fromEnvironment();
    var unused = first.credentials();
    if (beside) {
      other = first;
    } else {
      first.close();
    }
  }

  /** Opens a handle, gets credentials and closes it. */
  @Benchmark
  public Object handle() {
    try (IrsaCredentials handle = IrsaCredentials.fromEnvironment()) {
      return handle.credentials();
    }
  }

  /** Creates a provider for SDK v2, gets credentials and closes it. */
  @Benchmark
  public Object provider() {
    try (IrsaCredentialsProvider provider = IrsaCredentialsProvider.create()) {
      return provider.resolveCredentials();
    }
  }

  /** Closes the other handle. */
  @TearDown
  public void close() {
    if (other != null) {
      other.close();
    }
  }
}
