package dev.irsa.testkit.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.policy.AccessKey;
import dev.irsa.policy.AccessKeys;
import dev.irsa.policy.Role;
import dev.irsa.policy.TrustPolicy;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.LabClients;
import dev.irsa.testkit.ManualTime;
import dev.irsa.testkit.RawHttp;
import dev.irsa.testkit.internal.server.Headers;
import dev.irsa.testkit.internal.server.ReceivedResponse;
import dev.irsa.testkit.internal.server.Request;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

class S3ServiceTest {
  private final ManualTime time = ManualTime.startingAt(Instant.parse("2031-03-14T15:04:05Z"));
  private final IrsaLab lab = IrsaLab.builder().time(time).start();
  private final LabClients clients = new LabClients(lab);
  private final AccessKeys keys = lab.accessKeys();
  private final ObjectStore store = lab.objects();
  private final Role reader = role("reader", "AmazonS3ReadOnlyAccess");
  private final Role writer = role("writer", "AmazonS3FullAccess");
  private final AccessKey readerSession = session(reader);
  private final S3Client reading = client(readerSession);
  private final S3Client writing = client(session(writer));

  @BeforeEach
  void fill() {
    store.createBucket("a-bucket");
    store.put("a-bucket", "hello.txt", "hello, world".getBytes(UTF_8));
  }

  @AfterEach
  void close() {
    lab.close();
  }

  private Role role(String name, String... policies) {
    String trust =
        """
        {"Statement": {"Effect": "Allow", "Principal": "*", "Action": "sts:*"}}\
        """;
    return lab.iam()
        .createRole(name, TrustPolicy.parse(trust), Duration.ofHours(1), List.of(policies));
  }

  private AccessKey session(Role role) {
    return keys.issueSession(role, "a-pod", time.instant().plusSeconds(3600));
  }

  private S3Client client(AccessKey key) {
    return clients.s3(LabClients.credentials(key)).build();
  }

  private static void assertRefused(int status, String code, Runnable request) {
    S3Exception refusal = assertThrows(S3Exception.class, request::run);
    assertEquals(code, refusal.awsErrorDetails().errorCode());
    assertEquals(status, refusal.statusCode());
  }

  private static List<String> keysOf(ListObjectsV2Response page) {
    return page.contents().stream().map(S3Object::key).toList();
  }

  private String read(String key, String range) {
    return reading.getObjectAsBytes(r -> r.bucket("a-bucket").key(key).range(range)).asUtf8String();
  }

  @Test
  void readsAnObjectCompletelyOrInPart() {
    HeadObjectResponse head = reading.headObject(r -> r.bucket("a-bucket").key("hello.txt"));
    assertEquals(Instant.parse("2031-03-14T15:04:05Z"), head.lastModified());
    assertEquals(12, head.contentLength());
    assertEquals("hello, world", read("hello.txt", null));
    assertEquals("wor", read("hello.txt", "bytes=7-9"));
    assertEquals("world", read("hello.txt", "bytes=7-"));
    assertRefused(416, "InvalidRange", () -> read("hello.txt", "bytes=12-"));
  }

  @Test
  void aCopyHasContentTypeAndMetadataOfTheOriginal() {
    writing.putObject(
        r -> r.bucket("a-bucket").key("a b").contentType("text/css").metadata(Map.of("k", "v")),
        RequestBody.fromString("body"));
    copy("a b");
    HeadObjectResponse copy = reading.headObject(r -> r.bucket("a-bucket").key("copy"));

    assertEquals("text/css", copy.contentType());
    assertEquals(Map.of("k", "v"), copy.metadata());
    assertEquals("body", read("copy", null));
    assertRefused(404, "NoSuchKey", () -> copy("nothing"));
  }

  private void copy(String key) {
    writing.copyObject(
        r ->
            r.sourceBucket("a-bucket")
                .sourceKey(key)
                .destinationBucket("a-bucket")
                .destinationKey("copy"));
  }

  /** {@code aws s3 ls} ends with an error if the creation date is missing. */
  @Test
  void bucketsAreListedWithNameAndCreationDate() {
    time.advance(Duration.ofMinutes(1));
    store.createBucket("b-bucket");

    assertEquals(
        Map.of(
            "a-bucket", Instant.parse("2031-03-14T15:04:05Z"),
            "b-bucket", Instant.parse("2031-03-14T15:05:05Z")),
        reading.listBuckets().buckets().stream()
            .collect(Collectors.toMap(Bucket::name, Bucket::creationDate)));
  }

  @Test
  void missingObjectsAndBucketsAreNotFound() {
    assertRefused(404, "NoSuchKey", () -> read("nothing", null));
    assertRefused(404, "NoSuchBucket", () -> reading.listObjectsV2(r -> r.bucket("no-bucket")));
  }

  @Test
  void keysOfAnySpellingSurviveTheSignature() {
    for (String key :
        List.of("a b+c%2F&d=e.txt", "한글/키", "~tilde/./x", "trailing/", "a//b", "plus+plus")) {
      writing.putObject(r -> r.bucket("a-bucket").key(key), RequestBody.fromString(key));

      assertEquals(key, read(key, null));
      assertTrue(store.keys("a-bucket").contains(key), key);
    }
    assertEquals(7, reading.listObjectsV2(r -> r.bucket("a-bucket")).keyCount());
  }

  @Test
  void listsInPagesAndByDelimiter() {
    for (int i = 0; i < 25; i++) {
      store.put("a-bucket", "dir%02d/file".formatted(i % 5) + i, new byte[0]);
    }

    List<Integer> pages =
        reading.listObjectsV2Paginator(r -> r.bucket("a-bucket").maxKeys(10)).stream()
            .map(page -> page.contents().size())
            .toList();
    ListObjectsV2Response grouped =
        reading.listObjectsV2(r -> r.bucket("a-bucket").delimiter("/").maxKeys(4));
    ListObjectsV2Response rest =
        reading.listObjectsV2(
            r ->
                r.bucket("a-bucket")
                    .delimiter("/")
                    .continuationToken(grouped.nextContinuationToken()));

    assertEquals(List.of(10, 10, 6), pages);
    assertEquals(
        List.of("dir00/", "dir01/", "dir02/", "dir03/"),
        grouped.commonPrefixes().stream().map(CommonPrefix::prefix).toList());
    assertTrue(grouped.isTruncated());
    assertEquals(List.of("hello.txt"), keysOf(rest));
    assertEquals(1, rest.commonPrefixes().size());
    assertEquals(
        List.of("dir02/file17"),
        keysOf(
            reading.listObjectsV2(
                r -> r.bucket("a-bucket").prefix("dir02/file1").startAfter("dir02/file12"))));
    assertEquals(
        "dir00/file10",
        reading
            .listObjects(r -> r.bucket("a-bucket").maxKeys(1).marker("dir00/file0"))
            .contents()
            .get(0)
            .key());
  }

  @Test
  void uploadsAreAcceptedInEveryCodingThatSdksUse() {
    byte[] content = new byte[300_000];
    new Random(1).nextBytes(content);
    AccessKey key = session(writer);
    S3Client plain =
        clients
            .s3(LabClients.credentials(key))
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .build();
    S3Client unchunked =
        clients
            .s3(LabClients.credentials(key))
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .serviceConfiguration(c -> c.chunkedEncodingEnabled(false))
            .build();

    writing.putObject(
        r -> r.bucket("a-bucket").key("with-trailer"), RequestBody.fromBytes(content));
    plain.putObject(r -> r.bucket("a-bucket").key("chunks"), RequestBody.fromBytes(content));
    unchunked.putObject(r -> r.bucket("a-bucket").key("whole"), RequestBody.fromBytes(content));

    for (String stored : List.of("with-trailer", "chunks", "whole")) {
      assertArrayEquals(content, store.get("a-bucket", stored).orElseThrow(), stored);
    }
  }

  @Test
  void deletesOneOrManyObjects() {
    for (String key : List.of("a", "b", "c<&>")) {
      store.put("a-bucket", key, new byte[0]);
    }

    writing.deleteObject(r -> r.bucket("a-bucket").key("a"));
    writing.deleteObject(r -> r.bucket("a-bucket").key("never-there"));
    int deleted =
        writing
            .deleteObjects(
                r ->
                    r.bucket("a-bucket")
                        .delete(
                            d ->
                                d.objects(
                                    List.of(
                                        ObjectIdentifier.builder().key("b").build(),
                                        ObjectIdentifier.builder().key("c<&>").build()))))
            .deleted()
            .size();

    assertEquals(2, deleted);
    assertEquals(List.of("hello.txt"), store.keys("a-bucket"));
  }

  /** Whoever asks, since the lab does not know which permission such a request needs. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /a-bucket?location",
        "GET /a-bucket?tagging",
        "GET /a-bucket?cors",
        "GET /a-bucket?uploads",
        "PUT /another",
        "DELETE /a-bucket",
        "PUT /a-bucket?versioning",
        "GET /a-bucket/hello.txt?attributes",
        "GET /a-bucket/hello.txt?versionId=1",
        "POST /a-bucket/parts?uploads",
        "PUT /a-bucket/parts?partNumber=1&uploadId=a",
        "POST /a-bucket/hello.txt?select&select-type=2"
      })
  void whatNoSignatureNeedsIsNotImplemented(String request) {
    for (Role role : List.of(reader, writer, role("nobody"))) {
      assertEquals("501 NotImplemented", send(request, session(role)));
    }
    assertEquals(List.of("hello.txt"), store.keys("a-bucket"));
  }

  /** Whoever uploads a large file finds out where the page begins. */
  @Test
  void thePageBeginsWithWhatAnUploadOfALargeFileGets() throws IOException {
    String page = Files.readString(Path.of("..", "..", "docs", "lab.md"));

    String beginning = page.split("\n## ", 2)[0];
    assertTrue(beginning.contains("multipart uploads") && beginning.contains("501"), beginning);
  }

  /** Sends a presigned request. Returns the status and the code of the response. */
  private String send(String request, AccessKey key) {
    String[] parts = request.split("[ ?]", 3);
    SdkHttpRequest.Builder unsigned =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.fromValue(parts[0]))
            .uri(lab.s3().plainUri().resolve(parts[1]));
    for (String parameter : parts.length == 2 ? new String[0] : parts[2].split("&", -1)) {
      String[] pair = parameter.split("=", 2);
      unsigned.putRawQueryParameter(pair[0], pair.length == 1 ? "" : pair[1]);
    }
    SdkHttpRequest signed =
        AwsV4HttpSigner.create()
            .sign(
                r ->
                    r.identity(LabClients.credentials(key))
                        .request(unsigned.build())
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, lab.region())
                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                        .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false))
            .request();
    List<String> fields =
        signed.headers().entrySet().stream()
            .map(field -> field.getKey() + ": " + field.getValue().get(0))
            .toList();
    ReceivedResponse reply = RawHttp.send(parts[0], signed.getUri(), fields, "");
    return reply.status() + " " + reply.body().replaceAll("(?s).*<Code>(.*)</Code>.*", "$1");
  }

  @Test
  void credentialsThatAreNoneHaveS3sCodes() {
    AccessKey other = session(reader);
    String id = other.accessKeyId();
    String secret = other.secretAccessKey();
    assertUnknown(403, "SignatureDoesNotMatch", id, "x".repeat(40), other.sessionToken());
    assertUnknown(400, "InvalidToken", id, secret, readerSession.sessionToken());
    assertUnknown(403, "InvalidAccessKeyId", "ASIAAAAAAAAAAAAAAAAA", "secret", "token");
    S3Client elsewhere = clients.s3(LabClients.credentials(other)).region(Region.US_WEST_2).build();
    assertRefused(400, "AuthorizationHeaderMalformed", elsewhere::listBuckets);
  }

  private void assertUnknown(int status, String code, String id, String secret, String token) {
    S3Client client = clients.s3(AwsSessionCredentials.create(id, secret, token)).build();
    assertRefused(status, code, client::listBuckets);
  }

  @Test
  void withoutAPolicyThatAllowsItARequestIsDenied() {
    assertRefused(403, "AccessDenied", () -> client(session(role("none"))).listBuckets());
    assertRefused(
        403,
        "AccessDenied",
        () -> reading.deleteObject(r -> r.bucket("a-bucket").key("hello.txt")));
    assertEquals(List.of("hello.txt"), store.keys("a-bucket"));
  }

  @Test
  void sessionsThatEndedHaveS3sCodes() {
    keys.revokeSessions(reader.arn());
    assertRefused(403, "AccessDenied", reading::listBuckets);

    S3Client fresh = client(session(reader));
    time.advance(Duration.ofHours(1));
    assertRefused(400, "ExpiredToken", fresh::listBuckets);

    S3Client orphaned = client(session(reader));
    lab.iam().deleteRole(reader.arn());
    assertRefused(403, "InvalidAccessKeyId", orphaned::listBuckets);
  }

  @Test
  void presignedUrlsAreValidUntilTheyExpire() {
    try (S3Presigner presigner =
        S3Presigner.builder()
            .region(Region.AP_NORTHEAST_2)
            .endpointOverride(lab.s3().plainUri())
            .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build())
            .credentialsProvider(
                StaticCredentialsProvider.create(LabClients.credentials(readerSession)))
            .build()) {
      URI url =
          URI.create(
              presigner
                  .presignGetObject(
                      r ->
                          r.signatureDuration(Duration.ofMinutes(5))
                              .getObjectRequest(g -> g.bucket("a-bucket").key("hello.txt")))
                  .url()
                  .toString());
      String host = "Host: " + url.getAuthority();
      URI changed = URI.create(url.toString().replace("hello.txt", "hello.txt2"));
      assertEquals("hello, world", RawHttp.get(url, host).body());
      assertEquals(403, RawHttp.get(changed, host).status());
      // In the past by the machine's clock, by which SDKs sign, and by the lab's.
      assertEquals(
          400, RawHttp.get(URI.create(url.toString().replace("=300&", "=0&")), host).status());
    }
  }

  /** The codes and texts are from real responses in public reports. */
  @Test
  void requestsThatAreNotSignedAsS3WantsItHaveS3sCodes() {
    String authorization =
        "Authorization: AWS4-HMAC-SHA256 Credential=%s/20310314/ap-northeast-2/s3/aws4_request, SignedHeaders=host;x-amz-date, Signature=0"
            .formatted(keys.issueLongTermKey("alice").accessKeyId());
    assertAnswer(400, "InvalidRequest", "required header for this request: x-amz", authorization);
    assertAnswer(
        400,
        "InvalidArgument",
        "or a valid sha256 value",
        authorization,
        "x-amz-content-sha256: GIBBERISH");
    assertAnswer(
        403,
        "AccessDenied",
        "which were not signed: x-amz-acl",
        authorization,
        "x-amz-acl: public-read");
    assertAnswer(403, "AccessDenied", "Access Denied");
  }

  private void assertAnswer(int status, String code, String message, String... fields) {
    List<String> all = new ArrayList<>(List.of("Host: a-host", "X-Amz-Date: 20310314T150405Z"));
    all.addAll(List.of(fields));
    ReceivedResponse reply =
        RawHttp.get(lab.s3().plainUri().resolve("/a-bucket/hello.txt"), all.toArray(String[]::new));
    assertEquals(status, reply.status(), message);
    assertTrue(reply.body().contains("<Code>" + code + "</Code>"), reply::body);
    assertTrue(reply.body().contains(message), reply::body);
  }

  @Test
  void aBucketInTheHostNameIsSupported() {
    Map<String, String> expected =
        Map.of(
            "a-bucket.s3.ap-northeast-2.amazonaws.com", "a-bucket",
            "a.dotted.bucket.s3.amazonaws.com", "a.dotted.bucket",
            "a-bucket.s3.dualstack.us-west-2.amazonaws.com", "a-bucket",
            "s3.ap-northeast-2.amazonaws.com", "a+b+c",
            "127.0.0.1", "a+b+c",
            "bucket.localhost", "bucket");

    expected.forEach((host, bucket) -> assertEquals(bucket, at(host).bucket(), host));
    assertEquals("a+b+c", at("a-bucket.s3.amazonaws.com").key());
  }

  private static S3Request at(String host) {
    return S3Request.of(
        new Request(
            "GET",
            "/a+b%2Bc",
            "",
            Headers.none().with("Host", host + ":443"),
            new byte[0],
            1,
            false));
  }
}
