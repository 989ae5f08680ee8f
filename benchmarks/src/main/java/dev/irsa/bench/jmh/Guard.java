package dev.irsa.bench.jmh;

import dev.irsa.sdk.v2.IrsaCredentialsProvider;
import dev.irsa.sdk.v2.RejectedCredentialsInterceptor;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** What the guard of the pod's identity adds to a call of S3 that is signed by the pod. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Guard {

  /** A client whose requests are answered at once, and a request that it has sent. */
  @State(Scope.Benchmark)
  public static class Client {
    private final IrsaCredentialsProvider provider = IrsaCredentialsProvider.create();
    private final RejectedCredentialsInterceptor guard = new RejectedCredentialsInterceptor();
    private final S3Client s3 = client(new Capturing());

    private Context.@Nullable BeforeTransmission sent;
    private ExecutionAttributes attributes = new ExecutionAttributes();

    /** Keeps what the guard sees. */
    private final class Capturing implements ExecutionInterceptor {
      @Override
      public void beforeTransmission(
          Context.BeforeTransmission context, ExecutionAttributes executionAttributes) {
        if (sent == null) {
          sent = context;
          attributes = executionAttributes;
        }
      }
    }

    private S3Client client(ExecutionInterceptor interceptor) {
      return S3Client.builder()
          .region(Region.EU_WEST_1)
          .endpointOverride(URI.create("http://127.0.0.1:1"))
          .forcePathStyle(true)
          .credentialsProvider(provider)
          .httpClient(new Answering())
          .overrideConfiguration(c -> c.addExecutionInterceptor(interceptor))
          .build();
    }

    @Setup
    public void call() {
      Object unused = head(s3);
    }

    Object head(S3Client client) {
      return client.headObject(request -> request.bucket("data").key("a"));
    }

    @TearDown
    public void close() {
      s3.close();
    }
  }

  /** A server within the process. */
  private static final class Answering implements SdkHttpClient {
    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
      return new ExecutableHttpRequest() {
        @Override
        public HttpExecuteResponse call() {
          return HttpExecuteResponse.builder()
              .response(SdkHttpResponse.builder().statusCode(200).build())
              .responseBody(AbortableInputStream.create(new ByteArrayInputStream(new byte[0])))
              .build();
        }

        @Override
        public void abort() {}
      };
    }

    @Override
    public void close() {}
  }

  /** Compares the signature of one request. */
  @Benchmark
  public void compare(Client client) {
    client.guard.beforeTransmission(Objects.requireNonNull(client.sent), client.attributes);
  }

  /** Calls S3, guarded. */
  @Benchmark
  public Object call(Client client) {
    return client.head(client.s3);
  }
}
