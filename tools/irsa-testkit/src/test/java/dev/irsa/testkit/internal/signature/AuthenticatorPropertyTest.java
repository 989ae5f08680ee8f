package dev.irsa.testkit.internal.signature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.irsa.policy.AccessKey;
import dev.irsa.policy.AccessKeys;
import dev.irsa.policy.Account;
import dev.irsa.policy.UniqueIds;
import dev.irsa.testkit.internal.server.Headers;
import dev.irsa.testkit.internal.server.Request;
import dev.irsa.testkit.internal.signature.RefusedException.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Compares our verification with the SDK's independent signer. */
class AuthenticatorPropertyTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2031-03-14T15:04:05Z"), ZoneOffset.UTC);
  private static final UniqueIds IDS = new UniqueIds(new Random(3));
  private static final AccessKeys KEYS =
      new AccessKeys(new Account("aws", "111122223333", IDS), IDS, CLOCK);
  private static final AccessKey KEY = KEYS.issueLongTermKey("alice");

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings()
        .withChars("aZ09-._~ +%&=?#:@!$'()*,;<>\"\\{}|^`")
        .withChars('é', '한', '\u00a0')
        .ofMaxLength(12);
  }

  /**
   * Paths with redundant and relative segments, but none above the root: the SDK does not normalize
   * those.
   */
  @Provide
  Arbitrary<String> paths() {
    return Arbitraries.oneOf(
            texts().map(UriEncoding::encode),
            Arbitraries.of("", ".", "folder/..", "%2F", "folder/./file", "a/b/../.."))
        .list()
        .ofMinSize(1)
        .ofMaxSize(4)
        .map(segments -> "/" + String.join("/", segments))
        .filter(path -> !path.contains("/../") || path.contains("folder") || path.contains("a/b"));
  }

  @Property(tries = 300)
  void requestsSignedByTheSdkAreAcceptedAndModifiedOnesAreNot(
      @ForAll("paths") String path,
      @ForAll("texts") String name,
      @ForAll("texts") String value,
      @ForAll("texts") String body,
      @ForAll boolean objectStore)
      throws Exception {
    String service = objectStore ? "s3" : "sts";
    Authenticator authenticator = new Authenticator(KEYS, CLOCK, List.of(CLOCK), service);
    // In an S3 key, a slash is never encoded.
    String sent = objectStore ? path.replace("%2F", "_") : path;
    Request signed = sign(service, sent, "q" + name, value, body);

    assertEquals(KEY, authenticator.authenticate(signed, "eu-west-1"));

    Request otherPath = changed(signed, signed.rawPath() + "x", signed.body());
    assertRefused(Reason.MISMATCH, authenticator, otherPath);
    Request otherBody =
        changed(signed, signed.rawPath(), (body + "x").getBytes(StandardCharsets.UTF_8));
    assertRefused(objectStore ? Reason.PAYLOAD : Reason.MISMATCH, authenticator, otherBody);
  }

  /** One of the clocks must be within 15 minutes of the time at which a request was signed. */
  @Example
  void aRequestIsAcceptedWithinFifteenMinutesOfItsTime() throws Exception {
    Request signed = sign("sts", "/", "q", "", "");
    for (int seconds : new int[] {900, -900}) {
      assertEquals(KEY, at(seconds).authenticate(signed, "eu-west-1"));
    }
    for (int seconds : new int[] {901, -901}) {
      assertRefused(Reason.SKEWED, at(seconds), signed);
      Clock other = Clock.offset(CLOCK, Duration.ofSeconds(seconds));
      Authenticator both = new Authenticator(KEYS, CLOCK, List.of(other, CLOCK), "sts");
      assertEquals(KEY, both.authenticate(signed, "eu-west-1"));
    }
  }

  private static Authenticator at(int seconds) {
    Clock clock = Clock.offset(CLOCK, Duration.ofSeconds(seconds));
    return new Authenticator(KEYS, CLOCK, List.of(clock), "sts");
  }

  private static void assertRefused(Reason reason, Authenticator authenticator, Request request) {
    RefusedException refusal =
        assertThrows(
            RefusedException.class, () -> authenticator.authenticate(request, "eu-west-1"));
    assertEquals(reason, refusal.reason());
  }

  private static Request sign(String service, String path, String name, String value, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    SdkHttpRequest request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .protocol("https")
            .host("example.com")
            .encodedPath(path)
            .putRawQueryParameter(name, value)
            .putRawQueryParameter(name + "2", List.of("b", "a"))
            .putHeader("X-Custom", "  two   blanks ")
            .build();
    SdkHttpRequest signed =
        AwsV4HttpSigner.create()
            .sign(
                r ->
                    r.identity(
                            AwsCredentialsIdentity.create(KEY.accessKeyId(), KEY.secretAccessKey()))
                        .request(request)
                        .payload(ContentStreamProvider.fromByteArray(bytes))
                        .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, service)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-west-1")
                        .putProperty(AwsV4FamilyHttpSigner.DOUBLE_URL_ENCODE, !service.equals("s3"))
                        .putProperty(AwsV4FamilyHttpSigner.NORMALIZE_PATH, !service.equals("s3"))
                        .putProperty(AwsV4FamilyHttpSigner.CHUNK_ENCODING_ENABLED, false)
                        .putProperty(HttpSigner.SIGNING_CLOCK, CLOCK))
            .request();
    return received(signed, bytes);
  }

  private static Request received(SdkHttpRequest signed, byte[] body) {
    Headers headers = Headers.none();
    for (Map.Entry<String, List<String>> field : signed.headers().entrySet()) {
      for (String one : field.getValue()) {
        headers = headers.with(field.getKey(), one);
      }
    }
    return new Request(
        signed.method().name(),
        signed.encodedPath(),
        signed.encodedQueryParameters().orElse(""),
        headers,
        body,
        1,
        false);
  }

  private static Request changed(Request request, String path, byte[] body) {
    return new Request(
        request.method(), path, request.rawQuery(), request.headers(), body, 1, false);
  }
}
