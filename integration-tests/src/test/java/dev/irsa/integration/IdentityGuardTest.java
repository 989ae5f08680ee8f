package dev.irsa.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.auth.AWSStaticCredentialsProvider;
import com.amazonaws.auth.BasicSessionCredentials;
import com.amazonaws.client.builder.AwsClientBuilder.EndpointConfiguration;
import com.amazonaws.services.s3.AmazonS3;
import com.amazonaws.services.s3.AmazonS3ClientBuilder;
import com.amazonaws.services.securitytoken.AWSSecurityTokenService;
import com.amazonaws.services.securitytoken.AWSSecurityTokenServiceClientBuilder;
import com.amazonaws.services.securitytoken.model.GetCallerIdentityRequest;
import dev.irsa.internal.adapter.GuardedPod;
import dev.irsa.internal.adapter.PodLab;
import dev.irsa.sdk.v2.IrsaCredentialsException;
import dev.irsa.sdk.v2.IrsaCredentialsProvider;
import dev.irsa.sdk.v2.RejectedCredentialsInterceptor;
import dev.irsa.testkit.server.Fault;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.sts.StsClient;

/** Clients of S3 in a pod, on a node whose role they must not use. */
class IdentityGuardTest {

  private static final AwsCredentialsProvider OTHER =
      StaticCredentialsProvider.create(
          AwsSessionCredentials.create("ASIAOTHEROTHEROTHER1", "very-secret", "token"));

  private final GuardedPod pod = new GuardedPod("AmazonS3FullAccess");
  private final PodLab world = pod.world;

  @BeforeEach
  void standOnANode() throws IOException {
    var unused = pod.standOnANode();
    world.lab.objects().createBucket("data");
    world.lab.objects().put("data", "a", new byte[1]);
  }

  @AfterEach
  void close() {
    pod.close();
  }

  private S3ClientBuilder client() {
    return S3Client.builder()
        .region(Region.of(world.lab.region()))
        .endpointOverride(world.pod.plainS3Endpoint())
        .forcePathStyle(true);
  }

  private static void head(S3Client s3) {
    var unused = s3.headObject(request -> request.bucket("data").key("a"));
  }

  /** Its chain goes on to the node, because STS denies the pod its role. */
  @Test
  void aClientWithoutAProviderThatEndsAtTheNodeIsReported() {
    world.lab.sts().faults().always(Fault.error("AccessDenied", 403, "as told"));
    try (S3Client s3 = client().build()) {
      assertThrows(S3Exception.class, () -> head(s3));
      assertThrows(S3Exception.class, () -> head(s3));
    }

    assertEquals(1, pod.reports().size(), pod.reports()::toString);
    String report = pod.reports().get(0);
    assertTrue(report.contains("S3 HeadObject is signed by the role of the node"), report);
    assertTrue(report.contains("DefaultCredentialsProvider"), report);
    String caller =
        "called by " + IdentityGuardTest.class.getName() + ".head(IdentityGuardTest.java";
    assertTrue(report.contains(caller), report);
  }

  @Test
  void withDenyItDoesNotReachAws() {
    world.lab.sts().faults().always(Fault.error("AccessDenied", 403, "as told"));
    pod.set("irsa.guard", "deny");
    try (S3Client s3 = client().build()) {
      assertThrows(IrsaCredentialsException.class, () -> head(s3));
    }

    assertEquals(world.exchanges(), world.lab.requests().all().size());
  }

  /** The chain of the SDK gets the pod's role by itself. */
  @Test
  void aClientWithoutAProviderThatIsThePodIsRemarked() {
    pod.set("irsa.guard", "deny");
    try (S3Client s3 = client().build();
        S3Client another = client().build()) {
      head(s3);
      head(another);
    }

    assertEquals(List.of(), pod.reports());
    assertEquals(1, pod.lines("dev.irsa S3 HeadObject is signed by the pod's role").size());
  }

  @Test
  void streamsSignedUrlsAndAnonymousRequestsAreNotReported() {
    pod.set("irsa.guard", "deny");
    try (IrsaCredentialsProvider provider = IrsaCredentialsProvider.create();
        S3Client s3 = client().credentialsProvider(provider).build();
        S3Client anonymous =
            client().credentialsProvider(AnonymousCredentialsProvider.create()).build();
        S3AsyncClient async =
            S3AsyncClient.builder()
                .region(Region.of(world.lab.region()))
                .endpointOverride(world.pod.plainS3Endpoint())
                .forcePathStyle(true)
                .credentialsProvider(provider)
                .build();
        S3Presigner presigner =
            S3Presigner.builder()
                .region(Region.of(world.lab.region()))
                .credentialsProvider(provider)
                .build()) {
      var unusedPut =
          s3.putObject(
              request -> request.bucket("data").key("b"), RequestBody.fromBytes(new byte[100_000]));
      var unusedGet = s3.getObjectAsBytes(request -> request.bucket("data").key("b"));
      var unusedAsync =
          async
              .putObject(
                  request -> request.bucket("data").key("c"),
                  AsyncRequestBody.fromString("content"))
              .join();
      assertThrows(S3Exception.class, () -> head(anonymous));
      var unusedUrl =
          presigner.presignGetObject(
              presign ->
                  presign
                      .signatureDuration(Duration.ofMinutes(1))
                      .getObjectRequest(get -> get.bucket("data").key("a")));
    }

    assertEquals(List.of(), pod.reports());
  }

  /** Answers as a directory bucket, whose requests are signed with keys of its own. */
  private static final class DirectoryBucket implements SdkHttpClient {
    private static final String SESSION =
        """
        <CreateSessionResult><Credentials><SessionToken>t</SessionToken>
        <SecretAccessKey>s</SecretAccessKey><AccessKeyId>ASIAEXPRESSEXPRESS01</AccessKeyId>
        <Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></CreateSessionResult>""";

    final List<String> signatures = new ArrayList<>();

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
      signatures.add(request.httpRequest().firstMatchingHeader("Authorization").orElseThrow());
      boolean isSession = request.httpRequest().rawQueryParameters().containsKey("session");
      byte[] body = isSession ? SESSION.getBytes(StandardCharsets.UTF_8) : new byte[0];
      return new ExecutableHttpRequest() {
        @Override
        public HttpExecuteResponse call() {
          return HttpExecuteResponse.builder()
              .response(SdkHttpResponse.builder().statusCode(200).build())
              .responseBody(AbortableInputStream.create(new ByteArrayInputStream(body)))
              .build();
        }

        @Override
        public void abort() {}
      };
    }

    @Override
    public void close() {}
  }

  private static DirectoryBucket callDirectoryBucket(AwsCredentialsProvider provider) {
    DirectoryBucket bucket = new DirectoryBucket();
    try (S3Client s3 =
        S3Client.builder()
            .region(Region.US_WEST_2)
            .credentialsProvider(provider)
            .httpClient(bucket)
            .build()) {
      for (int i = 0; i < 3; i++) {
        var unused = s3.headObject(request -> request.bucket("b--usw2-az1--x-s3").key("a"));
      }
    }
    return bucket;
  }

  @Test
  void theSessionsOfS3ExpressAreThoseOfWhoAskedForThem() {
    DirectoryBucket bucket = callDirectoryBucket(IrsaCredentialsProvider.create());
    assertEquals(4, bucket.signatures.size());
    assertTrue(bucket.signatures.get(3).contains("ASIAEXPRESSEXPRESS01"));
    assertEquals(List.of(), pod.reports());
  }

  @Test
  void aForeignSessionOfS3ExpressIsNotReportedTwice() {
    pod.set("irsa.guard.allow", "");
    var unused = callDirectoryBucket(OTHER);

    assertEquals(1, pod.reports().size(), pod.reports()::toString);
  }

  private static long allocatedByACall(ExecutionInterceptor... interceptors) {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (S3Client s3 =
        S3Client.builder()
            .region(Region.US_WEST_2)
            .credentialsProvider(IrsaCredentialsProvider.create())
            .httpClient(new DirectoryBucket())
            .overrideConfiguration(c -> List.of(interceptors).forEach(c::addExecutionInterceptor))
            .build()) {
      for (int i = 0; i < 1_000; i++) {
        head(s3);
      }
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 1_000; i++) {
        head(s3);
      }
      return (threads.getCurrentThreadAllocatedBytes() - before) / 1_000;
    }
  }

  /** The Optional around the header is 16 of them, where the JIT compiler does not remove it. */
  @Test
  void oneMoreGuardAllocatesAtMost64BytesInACall() {
    long guarded = allocatedByACall();
    long guardedTwice = allocatedByACall(new RejectedCredentialsInterceptor());

    assertTrue(guardedTwice - guarded <= 64, () -> guarded + " and " + guardedTwice + " bytes");
  }

  @Test
  void aClientOfSdkOneBesideSdkTwoIsReportedByItself() {
    try (S3Client v2 = client().credentialsProvider(IrsaCredentialsProvider.create()).build()) {
      head(v2);
      AmazonS3 v1 =
          AmazonS3ClientBuilder.standard()
              .withEndpointConfiguration(
                  new EndpointConfiguration(
                      world.pod.plainS3Endpoint().toString(), world.lab.region()))
              .withPathStyleAccessEnabled(true)
              .withCredentials(
                  new AWSStaticCredentialsProvider(
                      new BasicSessionCredentials("ASIAOTHEROTHEROTHER1", "secret", "token")))
              .build();
      assertThrows(RuntimeException.class, () -> v1.getObjectMetadata("data", "a"));
      v1.shutdown();
    }

    assertEquals(1, pod.reports().size(), pod.reports()::toString);
    assertTrue(pod.reports().get(0).contains("Amazon S3"), pod.reports()::toString);
  }

  /** What an application of another class loader does, with its own copy of this library. */
  public static final class Island implements Consumer<String> {
    @Override
    public void accept(String kind) {
      switch (kind) {
        case "v2" -> call(IrsaCredentialsProvider.create());
        case "chain" -> call(AwsCredentialsProviderChain.of(IrsaCredentialsProvider.create()));
        default -> callWithSdkOne();
      }
    }

    private static void callWithSdkOne() {
      AWSSecurityTokenService sts =
          AWSSecurityTokenServiceClientBuilder.standard()
              .withEndpointConfiguration(
                  new EndpointConfiguration(
                      System.getProperty("aws.endpointUrlSts"), System.getProperty("aws.region")))
              .withCredentials(dev.irsa.sdk.v1.IrsaCredentialsProvider.getInstance())
              .build();
      var unused = sts.getCallerIdentity(new GetCallerIdentityRequest());
      sts.shutdown();
    }

    private static void call(AwsCredentialsProvider provider) {
      try (StsClient sts =
          StsClient.builder()
              .region(Region.of(System.getProperty("aws.region")))
              .endpointOverride(URI.create(System.getProperty("aws.endpointUrlSts")))
              .credentialsProvider(provider)
              .build()) {
        var unused = sts.getCallerIdentity();
      }
    }
  }

  /** A web application that brings a copy, in a server that has the SDK and a copy, too. */
  private static final class ChildFirst extends URLClassLoader {
    ChildFirst(URL[] path) {
      super(path, IdentityGuardTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("dev.irsa.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? findClass(name) : loaded;
      }
    }
  }

  private static URL[] classPath() throws IOException {
    List<URL> path = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      path.add(Path.of(entry).toUri().toURL());
    }
    return path.toArray(URL[]::new);
  }

  /** Leaves the loader open: the threads of the copy may still load classes. */
  @SuppressWarnings("unchecked")
  private static void runIslandIn(ClassLoader loader, String kind) throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try {
      thread.setContextClassLoader(loader);
      Class<?> island = loader.loadClass(Island.class.getName());
      ((Consumer<String>) island.getConstructor().newInstance()).accept(kind);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"v2", "chain", "v1"})
  void copiesInTwoClassLoadersAreBothThePod(String kind) throws Exception {
    pod.set("irsa.guard", "deny");
    new Island().accept(kind);
    runIslandIn(new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader()), kind);

    assertEquals(List.of(), pod.reports());
  }

  @ParameterizedTest
  @ValueSource(strings = {"v2", "chain", "v1"})
  void aCopyBelowTheClassLoaderOfTheSdkIsThePod(String kind) throws Exception {
    pod.set("irsa.guard", "deny");
    new Island().accept(kind);
    runIslandIn(new ChildFirst(classPath()), kind);

    assertEquals(List.of(), pod.reports());
  }
}
