package dev.irsa.sdk.v2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.internal.adapter.GuardedPod;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.LocationTrait;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;

/** What is read of a signed request, whatever signed it. */
class SignedRequestsTest {

  private static final String SCOPE = "/20261130/eu-west-1/s3/aws4_request";

  private final GuardedPod pod = new GuardedPod();
  private final SignedRequests signed = new SignedRequests();
  private final ExecutionAttributes attributes =
      new ExecutionAttributes()
          .putAttribute(SdkExecutionAttribute.SERVICE_NAME, "S3")
          .putAttribute(SdkExecutionAttribute.OPERATION_NAME, "GetObject");

  @AfterEach
  void close() {
    pod.close();
  }

  private static SdkHttpFullRequest.Builder request() {
    return SdkHttpFullRequest.builder()
        .method(SdkHttpMethod.GET)
        .uri(URI.create("https://s3.eu-west-1.amazonaws.com/"));
  }

  private static SdkHttpFullRequest withHeader(String value) {
    return request().putHeader("Authorization", value).build();
  }

  private void send(SdkHttpFullRequest request) {
    signed.beforeTransmission(request, attributes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AWS4-HMAC-SHA256 Credential=ASIAOTHER" + SCOPE + ", SignedHeaders=host, Signature=0",
        "AWS4-ECDSA-P256-SHA256 Credential=ASIAOTHER/20261130/s3/aws4_request, Signature=0",
        "AWS4-HMAC-SHA256 SignedHeaders=host,Credential=ASIAOTHER" + SCOPE,
        "AWS4-HMAC-SHA256 Credential=ASIAOTHER"
      })
  void theKeyOfASignatureIsCompared(String header) {
    pod.set("irsa.guard", "deny");

    assertThrows(IrsaCredentialsException.class, () -> send(withHeader(header)));
  }

  @Test
  void theKeyOfASignatureInTheQueryIsCompared() {
    pod.set("irsa.guard", "deny");
    SdkHttpFullRequest request =
        request().putRawQueryParameter("X-Amz-Credential", "ASIAOTHER" + SCOPE).build();

    assertThrows(IrsaCredentialsException.class, () -> send(request));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer abc/def", "Bearer", "", "AWS4-HMAC-SHA256 Signature=0", "a b/c"})
  void whatNoKeySignedIsNotCompared(String header) {
    pod.set("irsa.guard", "deny");
    send(withHeader(header));
    send(request().build());

    assertEquals(List.of(), pod.reports());
  }

  @Test
  void aRequestThatCannotBeReadFailsOnlyWhereOthersAreDenied() {
    signed.beforeTransmission(null, attributes);
    pod.set("irsa.guard", "deny");

    var denied =
        assertThrows(
            IrsaCredentialsException.class, () -> signed.beforeTransmission(null, attributes));
    assertTrue(denied.getMessage().contains("could not be compared"), denied::getMessage);
  }

  /** The types of the others would be loaded, with the first response of a process. */
  @Test
  void onlyAFieldOfAResponseThatIsNamedCredentialsIsLookedInto() {
    SdkField<SdkPojo> owner =
        SdkField.<SdkPojo>builder(MarshallingType.SDK_POJO)
            .memberName("Owner")
            .traits(
                LocationTrait.builder()
                    .location(MarshallLocation.PAYLOAD)
                    .locationName("Owner")
                    .build())
            .constructor(
                () -> {
                  throw new AssertionError("the type of the owner was loaded");
                })
            .build();

    assertNull(HandedOutCredentials.in(() -> List.of(owner)));
  }

  @Test
  void manyCallsOfThePodAreSilent() {
    String key;
    try (IrsaCredentialsProvider provider = IrsaCredentialsProvider.create()) {
      key = provider.resolveCredentials().accessKeyId();
    }
    SdkHttpFullRequest ours = withHeader("AWS4-HMAC-SHA256 Credential=" + key + SCOPE);
    long calls = IrsaCredentialsProvider.foreignCalls();
    for (int i = 0; i < 100_000; i++) {
      send(ours);
    }

    assertEquals(List.of(), pod.reports());
    assertEquals(calls, IrsaCredentialsProvider.foreignCalls());
  }
}
