package dev.irsa.bench.jmh;

import com.amazonaws.auth.ContainerCredentialsProvider;
import com.amazonaws.internal.CredentialsEndpointProvider;
import dev.irsa.bench.Names;
import dev.irsa.bench.pod.RawExchange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * A complete refresh of container credentials by SDK v1. The address and the token are supplied
 * here, because the SDK reads them from environment variables only.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
public class SdkV1ContainerRefresh {

  private final ContainerCredentialsProvider provider =
      new ContainerCredentialsProvider(new Agent());

  /** Refreshes once. */
  @Benchmark
  public Object refresh() {
    provider.refresh();
    return provider.getCredentials();
  }

  private static final class Agent extends CredentialsEndpointProvider {
    @Override
    public URI getCredentialsEndpoint() {
      return URI.create(Names.property(Names.AGENT));
    }

    @Override
    public Map<String, String> getHeaders() {
      try {
        return Map.of("Authorization", RawExchange.token(Names.property(Names.TOKEN_FILE)));
      } catch (IOException unreadable) {
        throw new UncheckedIOException(unreadable);
      }
    }
  }
}
