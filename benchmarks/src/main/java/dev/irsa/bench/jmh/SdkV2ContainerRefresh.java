package dev.irsa.bench.jmh;

import dev.irsa.bench.Names;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;

/**
 * A complete refresh of container credentials by SDK v2. Its provider cannot be made to refresh, so
 * each call creates one, which costs little beside the request.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
public class SdkV2ContainerRefresh {

  private static final String URI = "aws.containerCredentialsFullUri";
  private static final String TOKEN_FILE = "aws.containerAuthorizationTokenFile";

  /** Sets the properties that the provider reads. */
  @Setup
  public void configure() {
    System.setProperty(URI, Names.property(Names.AGENT));
    System.setProperty(TOKEN_FILE, Names.property(Names.TOKEN_FILE));
  }

  /** Refreshes once. */
  @Benchmark
  public Object refresh() {
    try (ContainerCredentialsProvider provider = ContainerCredentialsProvider.create()) {
      return provider.resolveCredentials();
    }
  }

  /** Removes the properties. */
  @TearDown
  public void remove() {
    System.clearProperty(URI);
    System.clearProperty(TOKEN_FILE);
  }
}
