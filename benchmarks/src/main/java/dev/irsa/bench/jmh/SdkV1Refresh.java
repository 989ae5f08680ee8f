package dev.irsa.bench.jmh;

import com.amazonaws.auth.STSAssumeRoleWithWebIdentitySessionCredentialsProvider;
import dev.irsa.bench.Names;
import dev.irsa.bench.pod.SdkV1;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A complete refresh of SDK v1: token file, exchange, parsing, new session. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
public class SdkV1Refresh {

  /** With or without TLS. */
  @Param({"http", "https"})
  public String scheme = "http";

  private STSAssumeRoleWithWebIdentitySessionCredentialsProvider provider =
      SdkV1.provider(Names.property(Names.HTTP), Names.ROLE, Names.property(Names.TOKEN_FILE));

  /** Gets the first credentials. */
  @Setup
  public void fetch() {
    provider.close();
    provider =
        SdkV1.provider(
            Names.property(scheme.equals("https") ? Names.HTTPS : Names.HTTP),
            Names.ROLE,
            Names.property(Names.TOKEN_FILE));
    var unused = provider.getCredentials();
  }

  /** Refreshes once. */
  @Benchmark
  public Object refresh() {
    provider.refresh();
    return provider;
  }

  /** Ends the provider's threads. */
  @TearDown
  public void close() {
    provider.close();
  }
}
