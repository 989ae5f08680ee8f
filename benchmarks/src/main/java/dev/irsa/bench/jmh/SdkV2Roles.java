package dev.irsa.bench.jmh;

import dev.irsa.bench.Names;
import dev.irsa.bench.pod.RawExchange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleWithWebIdentityCredentialsProvider;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityRequest;

/** Credentials of many roles from SDK v2: a provider for each role, in a map of the application. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class SdkV2Roles {

  /** The number of roles. */
  @Param({"100", "10000"})
  public int roles = 100;

  private final StsClient client =
      StsClient.builder()
          .endpointOverride(URI.create(Names.property(Names.HTTP)))
          .credentialsProvider(AnonymousCredentialsProvider.create())
          .httpClient(ApacheHttpClient.create())
          .build();
  private final Map<String, StsAssumeRoleWithWebIdentityCredentialsProvider> providers =
      new ConcurrentHashMap<>();
  private List<String> arns = List.of();
  private int next;

  /** Gets the credentials of each role. */
  @Setup
  public void fetch() {
    arns =
        IntStream.range(0, roles)
            .mapToObj(role -> "arn:aws:iam::111122223333:role/app-" + role)
            .toList();
    for (String arn : arns) {
      var unused = provider(arn).resolveCredentials();
    }
  }

  private StsAssumeRoleWithWebIdentityCredentialsProvider provider(String arn) {
    return providers.computeIfAbsent(
        arn,
        unused ->
            StsAssumeRoleWithWebIdentityCredentialsProvider.builder()
                .stsClient(client)
                .refreshRequest(() -> request(arn))
                .build());
  }

  private static AssumeRoleWithWebIdentityRequest request(String arn) {
    try {
      return AssumeRoleWithWebIdentityRequest.builder()
          .roleArn(arn)
          .roleSessionName("bench")
          .webIdentityToken(RawExchange.token(Names.property(Names.TOKEN_FILE)))
          .build();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Gets credentials, each time of another role. */
  @Benchmark
  public Object resolveCredentials() {
    next = next + 1 < roles ? next + 1 : 0;
    return provider(arns.get(next)).resolveCredentials();
  }

  /** Closes the providers and the client. */
  @TearDown
  public void close() {
    providers.values().forEach(StsAssumeRoleWithWebIdentityCredentialsProvider::close);
    client.close();
  }
}
