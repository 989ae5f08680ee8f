package dev.irsa.bench.jmh;

import dev.irsa.IrsaCredentials;
import dev.irsa.sdk.v2.IrsaCredentialsProvider;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** Credentials that last, as for each presigned URL, while the current ones do. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class IrsaLasting {

  private static final Duration AT_LEAST = Duration.ofMinutes(15);

  private final IrsaCredentials credentials = IrsaCredentials.fromEnvironment();
  private final IrsaCredentialsProvider provider = IrsaCredentialsProvider.create();
  private final AwsCredentialsProvider lasting = provider.lasting(AT_LEAST);

  /** Gets the first credentials. */
  @Setup
  public void fetch() {
    var unused1 = credentials.credentials();
    var unused2 = lasting.resolveCredentials();
  }

  /** Gets credentials that last. */
  @Benchmark
  public Object credentialsLasting() {
    return credentials.credentialsLasting(AT_LEAST);
  }

  /** Gets credentials that last as a presigner does. */
  @Benchmark
  public Object resolveCredentials() {
    return lasting.resolveCredentials();
  }

  /** Closes the handles. */
  @TearDown
  public void close() {
    provider.close();
    credentials.close();
  }
}
