package dev.irsa.bench.jmh;

import dev.irsa.bench.Names;
import dev.irsa.bench.pod.RawExchange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleWithWebIdentityCredentialsProvider;
import software.amazon.awssdk.services.sts.auth.StsWebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityRequest;

/** SDK v2's own providers. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class SdkV2HotPath {

  private final AwsCredentialsProvider webIdentity =
      WebIdentityTokenFileCredentialsProvider.create();
  private final AwsCredentialsProvider background =
      WebIdentityTokenFileCredentialsProvider.builder().asyncCredentialUpdateEnabled(true).build();
  private final AwsCredentialsProvider defaultChain = DefaultCredentialsProvider.builder().build();
  private final StsClient client =
      StsClient.builder()
          .credentialsProvider(AnonymousCredentialsProvider.create())
          .httpClientBuilder(UrlConnectionHttpClient.builder())
          .build();
  private final AwsCredentialsProvider sts =
      StsWebIdentityTokenFileCredentialsProvider.builder().stsClient(client).build();
  private final AwsCredentialsProvider assumeRole =
      StsAssumeRoleWithWebIdentityCredentialsProvider.builder()
          .stsClient(client)
          .refreshRequest(SdkV2HotPath::request)
          .build();

  private static AssumeRoleWithWebIdentityRequest request() {
    try {
      return AssumeRoleWithWebIdentityRequest.builder()
          .roleArn(Names.ROLE)
          .roleSessionName("bench")
          .webIdentityToken(RawExchange.token(Names.property(Names.TOKEN_FILE)))
          .build();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Gets the first credentials of each provider. */
  @Setup
  public void fetch() {
    var unused1 = webIdentity.resolveCredentials();
    var unused2 = background.resolveCredentials();
    var unused3 = defaultChain.resolveCredentials();
    var unused4 = sts.resolveCredentials();
    var unused5 = assumeRole.resolveCredentials();
  }

  /** Measures the provider that the default chain selects. */
  @Benchmark
  public Object webIdentityTokenFile() {
    return webIdentity.resolveCredentials();
  }

  /** Measures the same provider with asynchronous refresh. */
  @Benchmark
  public Object webIdentityTokenFileAsync() {
    return background.resolveCredentials();
  }

  /** Measures the provider of the sts module. */
  @Benchmark
  public Object stsWebIdentityTokenFile() {
    return sts.resolveCredentials();
  }

  /** Measures the provider for applications that read the token themselves. */
  @Benchmark
  public Object stsAssumeRoleWithWebIdentity() {
    return assumeRole.resolveCredentials();
  }

  /** Measures the provider that clients use by default. */
  @Benchmark
  public Object defaultProvider() {
    return defaultChain.resolveCredentials();
  }

  /** Gets credentials as current clients do, through a future. */
  @Benchmark
  public Object resolveIdentity() {
    return webIdentity.resolveIdentity().join();
  }
}
