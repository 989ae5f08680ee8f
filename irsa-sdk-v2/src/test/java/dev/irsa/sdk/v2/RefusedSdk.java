package dev.irsa.sdk.v2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.internal.adapter.GuardedPod;
import java.net.URI;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.core.util.VersionInfo;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;

/**
 * What users see who bring an SDK that is too old: the build runs this with such a one, in which
 * whole interfaces of ours are missing.
 */
class RefusedSdk {

  @Test
  void everyWayToMakeAProviderNamesTheVersionFoundAndTheOldestSupported() throws Exception {
    Object running = VersionInfo.class.getField("SDK_VERSION").get(null);
    assertEquals(System.getProperty("irsa.test.sdk"), running);

    for (Runnable way :
        new Runnable[] {
          IrsaCredentialsProvider::new,
          IrsaCredentialsProvider::create,
          () -> IrsaCredentialsProvider.create(Map.of()),
          () -> new IrsaCredentialsProvider(new Properties()),
          () -> IrsaCredentialsProvider.builder().region("eu-west-1").build(),
          IrsaCredentialsProviderChain::new,
          IrsaCredentialsProviderChain::create,
          KafkaIrsaCredentialsProvider::new
        }) {
      var refused = assertThrows(IrsaCredentialsException.class, way::run);

      assertTrue(
          refused.getMessage().contains("is " + running + ", but irsa-sdk-v2 requires at least"),
          refused.getMessage());
      assertTrue(refused.getMessage().contains("2.23.19"), refused.getMessage());
    }
  }

  /** Its clients have the interceptor of the jar, and must work with it. */
  @Test
  void clientsOfSuchAnSdkAreGuardedAllTheSame() {
    SdkHttpFullRequest request =
        SdkHttpFullRequest.builder()
            .method(SdkHttpMethod.GET)
            .uri(URI.create("https://s3.eu-west-1.amazonaws.com/"))
            .putHeader("Authorization", "AWS4-HMAC-SHA256 Credential=ASIAOTHER/scope")
            .build();
    ExecutionAttributes attributes =
        new ExecutionAttributes()
            .putAttribute(SdkExecutionAttribute.SERVICE_NAME, "S3")
            .putAttribute(SdkExecutionAttribute.OPERATION_NAME, "GetObject");
    try (GuardedPod pod = new GuardedPod()) {
      assertNotNull(new RejectedCredentialsInterceptor());
      new SignedRequests().beforeTransmission(request, attributes);

      assertEquals(1, pod.reports().size(), pod.ours()::toString);
    }
  }
}
