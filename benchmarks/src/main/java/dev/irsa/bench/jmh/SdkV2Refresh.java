package dev.irsa.bench.jmh;

import dev.irsa.bench.Names;
import java.net.URI;
import java.time.Duration;
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
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsWebIdentityTokenFileCredentialsProvider;

/**
 * A complete refresh of SDK v2: token file, exchange, parsing, new session. The windows are set so
 * that at each call the session is past its prefetch time but not stale, so every call refreshes
 * it.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
public class SdkV2Refresh {

  private static final Duration SESSION = Duration.ofHours(1);

  /** With or without TLS. */
  @Param({"http", "https"})
  public String scheme = "http";

  /** The HTTP client. */
  @Param({"url-connection", "apache"})
  public String client = "apache";

  private StsWebIdentityTokenFileCredentialsProvider provider =
      provider(UrlConnectionHttpClient.create(), Names.property(Names.HTTP));

  /** Gets the first credentials. */
  @Setup
  public void fetch() {
    SdkHttpClient http =
        client.equals("apache") ? ApacheHttpClient.create() : UrlConnectionHttpClient.create();
    provider.close();
    provider = provider(http, Names.property(scheme.equals("https") ? Names.HTTPS : Names.HTTP));
    var unused = provider.resolveCredentials();
  }

  private static StsWebIdentityTokenFileCredentialsProvider provider(
      SdkHttpClient http, String endpoint) {
    return StsWebIdentityTokenFileCredentialsProvider.builder()
        .prefetchTime(SESSION.plusSeconds(5))
        .staleTime(SESSION.minusSeconds(30))
        .stsClient(
            StsClient.builder()
                .endpointOverride(URI.create(endpoint))
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .httpClient(http)
                .build())
        .build();
  }

  /** Refreshes once. */
  @Benchmark
  public Object refresh() {
    return provider.resolveCredentials();
  }

  /** Closes the provider. */
  @TearDown
  public void close() {
    provider.close();
  }
}
