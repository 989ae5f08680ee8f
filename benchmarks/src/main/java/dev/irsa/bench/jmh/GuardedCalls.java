package dev.irsa.bench.jmh;

import dev.irsa.sdk.v2.IrsaCredentialsProvider;
import dev.irsa.sdk.v2.RejectedCredentialsInterceptor;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.InterceptorContext;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.s3.model.ListBucketsRequest;

/** What the guard of the pod's identity adds to a call of S3 that is signed by the pod. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class GuardedCalls {

  private final IrsaCredentialsProvider provider = IrsaCredentialsProvider.create();
  private final RejectedCredentialsInterceptor guard = new RejectedCredentialsInterceptor();
  private final ExecutionAttributes attributes = new ExecutionAttributes();
  private final Context.BeforeTransmission signed =
      InterceptorContext.builder()
          .request(ListBucketsRequest.builder().build())
          .httpRequest(signedBy(provider.resolveCredentials().accessKeyId()))
          .build();

  private static SdkHttpRequest signedBy(String accessKeyId) {
    return SdkHttpRequest.builder()
        .method(SdkHttpMethod.GET)
        .protocol("https")
        .host("s3.us-east-1.amazonaws.com")
        .putHeader(
            "Authorization",
            "AWS4-HMAC-SHA256 Credential="
                + accessKeyId
                + "/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0")
        .build();
  }

  /** Compares the signature of a request. */
  @Benchmark
  public void guard() {
    guard.beforeTransmission(signed, attributes);
  }

  @TearDown
  public void close() {
    provider.close();
  }
}
