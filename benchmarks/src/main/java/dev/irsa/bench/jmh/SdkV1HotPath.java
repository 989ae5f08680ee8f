package dev.irsa.bench.jmh;

import com.amazonaws.auth.STSAssumeRoleWithWebIdentitySessionCredentialsProvider;
import dev.irsa.bench.Names;
import dev.irsa.bench.pod.SdkV1;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** SDK v1's own provider. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class SdkV1HotPath {

  private final STSAssumeRoleWithWebIdentitySessionCredentialsProvider provider =
      SdkV1.provider(Names.property(Names.HTTP), Names.ROLE, Names.property(Names.TOKEN_FILE));

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

  /** Ends the provider's threads. */
  @TearDown
  public void close() {
    provider.close();
  }
}
