package dev.irsa.testkit.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.policy.AccessKey;
import dev.irsa.policy.AccessKeys;
import dev.irsa.policy.Account;
import dev.irsa.policy.Role;
import dev.irsa.policy.TrustPolicy;
import dev.irsa.policy.UniqueIds;
import dev.irsa.testkit.LabTime;
import dev.irsa.testkit.ManualTime;
import dev.irsa.testkit.internal.http.LabCertificateAuthority;
import dev.irsa.testkit.server.Endpoint;
import dev.irsa.testkit.server.RequestLog;
import java.net.HttpURLConnection;
import java.net.URL;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.SdkGlobalTime;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

class S3ServiceTest {
  private static final LabCertificateAuthority AUTHORITY = LabCertificateAuthority.create();

  private final ManualTime manual = ManualTime.startingAt(Instant.parse("2031-03-14T15:04:05Z"));
  private final LabTime time = LabTime.of(manual);
  private final UniqueIds ids = new UniqueIds(new Random(5));
  private final Account account = new Account("aws", "111122223333", ids);
  private final AccessKeys keys = new AccessKeys(account, ids, time.clock());
  private final ObjectStore store = new ObjectStore(time.clock());
  private final RequestLog log = new RequestLog();
  private final Endpoint endpoint =
      Endpoint.start(
          new S3Service(
              store,
              keys,
              time.clock(),
              List.of(time.clock(), Clock.systemUTC()),
              "ap-northeast-2"),
          time,
          new Endpoint.Certificates(() -> AUTHORITY.serverContext("127.0.0.1"), () -> null),
          log);
  private final SdkHttpClient http = UrlConnectionHttpClient.create();

  {
    // The SDK keeps the clock offset from other tests' responses for the whole process, and its
    // clients read it when they are created.
    SdkGlobalTime.setGlobalTimeOffset(0);
  }

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
    endpoint.close();
    time.close();
    http.close();
  }

  private Role role(String name, String... policies) {
    String trust =
        """
        {"Statement": {"Effect": "Allow", "Principal": "*", "Action": "sts:*"}}""";
    return account.createRole(
        name, TrustPolicy.parse(trust), Duration.ofHours(1), List.of(policies));
  }

  private AccessKey session(Role role) {
    return keys.issueSession(role, "a-pod", time.now().plusSeconds(3600));
  }

  private static AwsCredentials credentials(AccessKey key) {
    return AwsSessionCredentials.create(
        key.accessKeyId(), key.secretAccessKey(), key.sessionToken());
  }

  private S3Client client(AccessKey key) {
    return client(credentials(key)).build();
  }

  private S3ClientBuilder client(AwsCredentials credentials) {
    return S3Client.builder()
        .httpClient(http)
        .region(Region.AP_NORTHEAST_2)
        .endpointOverride(endpoint.plainUri())
        .credentialsProvider(StaticCredentialsProvider.create(credentials))
        .overrideConfiguration(c -> c.retryStrategy(r -> r.maxAttempts(1)));
  }

  private static void assertRefused(int status, String code, Runnable request) {
    S3Exception refusal = assertThrows(S3Exception.class, request::run);
    assertEquals(code, refusal.awsErrorDetails().errorCode());
    assertEquals(status, refusal.statusCode());
  }

  private static List<String> keysOf(ListObjectsV2Response page) {
    return page.contents().stream().map(S3Object::key).toList();
  }

  @Test
  void readsAnObjectCompletelyOrInPart() {
    ResponseBytes<GetObjectResponse> whole =
        reading.getObjectAsBytes(r -> r.bucket("a-bucket").key("hello.txt"));
    String middle =
        reading
            .getObjectAsBytes(r -> r.bucket("a-bucket").key("hello.txt").range("bytes=7-9"))
            .asUtf8String();
    String end =
        reading
            .getObjectAsBytes(r -> r.bucket("a-bucket").key("hello.txt").range("bytes=7-"))
            .asUtf8String();

    assertEquals("hello, world", whole.asUtf8String());
    assertEquals(Instant.parse("2031-03-14T15:04:05Z"), whole.response().lastModified());
    assertEquals(List.of("wor", "world"), List.of(middle, end));
    assertEquals(
        12, reading.headObject(r -> r.bucket("a-bucket").key("hello.txt")).contentLength());
    assertRefused(
        416,
        "InvalidRange",
        () ->
            reading.getObjectAsBytes(
                r -> r.bucket("a-bucket").key("hello.txt").range("bytes=12-")));
  }

  @Test
  void missingObjectsAndBucketsAreNotFound() {
    assertRefused(
        404, "NoSuchKey", () -> reading.getObjectAsBytes(r -> r.bucket("a-bucket").key("nothing")));
    assertRefused(404, "NoSuchBucket", () -> reading.listObjectsV2(r -> r.bucket("no-bucket")));
  }

  @Test
  void keysOfAnySpellingSurviveTheSignature() {
    for (String key :
        List.of("a b+c%2F&d=e.txt", "한글/키", "~tilde/./x", "trailing/", "a//b", "plus+plus")) {
      writing.putObject(r -> r.bucket("a-bucket").key(key), RequestBody.fromString(key));

      assertEquals(
          key, reading.getObjectAsBytes(r -> r.bucket("a-bucket").key(key)).asUtf8String());
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
        client(credentials(key))
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .build();
    S3Client unchunked =
        client(credentials(key))
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

  @Test
  void whatNoSignatureNeedsIsNotImplemented() {
    assertRefused(
        501,
        "NotImplemented",
        () -> writing.createMultipartUpload(r -> r.bucket("a-bucket").key("parts")));
    assertRefused(501, "NotImplemented", () -> writing.createBucket(r -> r.bucket("another")));
  }

  @Test
  void credentialsThatAreNoneHaveS3sCodes() {
    AccessKey other = session(reader);
    AwsCredentials wrongSecret =
        AwsSessionCredentials.create(other.accessKeyId(), "x".repeat(40), other.sessionToken());
    AwsCredentials wrongToken =
        AwsSessionCredentials.create(
            other.accessKeyId(), other.secretAccessKey(), readerSession.sessionToken());
    AwsCredentials unknown =
        AwsSessionCredentials.create("ASIAAAAAAAAAAAAAAAAA", "secret", "token");

    assertRefused(403, "SignatureDoesNotMatch", () -> client(wrongSecret).build().listBuckets());
    assertRefused(400, "InvalidToken", () -> client(wrongToken).build().listBuckets());
    assertRefused(403, "InvalidAccessKeyId", () -> client(unknown).build().listBuckets());
    assertRefused(
        400,
        "AuthorizationHeaderMalformed",
        () -> client(credentials(other)).region(Region.US_WEST_2).build().listBuckets());
  }

  @Test
  void sessionsThatEndedHaveS3sCodes() {
    keys.revokeSessions(reader.arn());
    assertRefused(403, "AccessDenied", reading::listBuckets);

    S3Client fresh = client(session(reader));
    manual.advance(Duration.ofHours(1));
    assertRefused(400, "ExpiredToken", fresh::listBuckets);

    S3Client orphaned = client(session(reader));
    account.deleteRole(reader.arn());
    assertRefused(403, "InvalidAccessKeyId", orphaned::listBuckets);
  }

  @Test
  void presignedUrlsAreValidUntilTheyExpire() throws Exception {
    try (S3Presigner presigner =
        S3Presigner.builder()
            .region(Region.AP_NORTHEAST_2)
            .endpointOverride(endpoint.plainUri())
            .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build())
            .credentialsProvider(StaticCredentialsProvider.create(credentials(readerSession)))
            .build()) {
      URL url =
          presigner
              .presignGetObject(
                  r ->
                      r.signatureDuration(Duration.ofMinutes(5))
                          .getObjectRequest(g -> g.bucket("a-bucket").key("hello.txt")))
              .url();

      assertEquals("hello, world", new String(url.openStream().readAllBytes(), UTF_8));
      HttpURLConnection changed =
          (HttpURLConnection)
              new URL(url.toString().replace("hello.txt", "hello.txt2")).openConnection();
      assertEquals(403, changed.getResponseCode());
    }
  }

  /** The codes and texts are those of real responses in public reports. */
  @Test
  void requestsThatAreNotSignedAsS3WantsItHaveS3sCodes() throws Exception {
    AccessKey user = keys.issueLongTermKey("alice");
    String authorization =
        "AWS4-HMAC-SHA256 Credential=%s/20310314/ap-northeast-2/s3/aws4_request,"
            + " SignedHeaders=host;x-amz-date, Signature=0";
    Map<String, String> signed =
        Map.of(
            "Authorization",
            authorization.formatted(user.accessKeyId()),
            "X-Amz-Date",
            "20310314T150405Z");
    Map<String, String> garbled = new HashMap<>(signed);
    garbled.put("x-amz-content-sha256", "GIBBERISH");
    Map<String, String> unsigned = new HashMap<>(signed);
    unsigned.put("x-amz-acl", "public-read");

    assertAnswer(400, "InvalidRequest", "required header for this request: x-amz", "", signed);
    assertAnswer(400, "InvalidArgument", "or a valid sha256 value", "", garbled);
    assertAnswer(403, "AccessDenied", "which were not signed: x-amz-acl", "", unsigned);
  }

  private void assertAnswer(
      int status, String code, String message, String query, Map<String, String> headers)
      throws Exception {
    HttpURLConnection connection =
        (HttpURLConnection)
            endpoint.plainUri().resolve("/a-bucket/hello.txt" + query).toURL().openConnection();
    headers.forEach(connection::setRequestProperty);

    assertEquals(status, connection.getResponseCode(), message);
    String answer = new String(connection.getErrorStream().readAllBytes(), UTF_8);
    assertTrue(answer.contains("<Code>" + code + "</Code>"), answer);
    assertTrue(answer.contains(message), answer);
  }

  @Test
  void aBucketInTheHostNameIsSupported() throws Exception {
    Map<String, String> expected =
        Map.of(
            "a-bucket.s3.ap-northeast-2.amazonaws.com", "a-bucket",
            "a.dotted.bucket.s3.amazonaws.com", "a.dotted.bucket",
            "a-bucket.s3.dualstack.us-west-2.amazonaws.com", "a-bucket",
            "s3.ap-northeast-2.amazonaws.com", "key",
            "127.0.0.1", "key",
            "bucket.localhost", "bucket");

    expected.forEach((host, bucket) -> assertEquals(bucket, bucketAt(host), host));
  }

  private static String bucketAt(String host) {
    return S3Request.of(
            new dev.irsa.testkit.internal.server.Request(
                "GET",
                "/key",
                "",
                dev.irsa.testkit.internal.server.Headers.none().with("Host", host + ":443"),
                new byte[0],
                1,
                false))
        .bucket();
  }
}
