package dev.irsa.iam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.IrsaCredentials;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.credentials.WebIdentityExchange.Response;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.IrsaLabExtension;
import dev.irsa.testkit.ManualTime;
import dev.irsa.testkit.PodEnvironment;
import dev.irsa.testkit.PodSystemProperties;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.lang.reflect.Proxy;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Wrapper;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.test.scheduler.VirtualTimeScheduler;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dsql.DsqlUtilities;
import software.amazon.awssdk.services.rds.RdsUtilities;

/** Tokens beside those that the SDK makes, and over the life of a session. */
@ExtendWith(IrsaLabExtension.class)
class IamTokensTest {

  private static final String HOST = "db.abc.eu-west-1.rds.amazonaws.com";
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Pattern SIGNED_AT = Pattern.compile("X-Amz-Date=(\\d{8}T\\d{6}Z)");
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssX");

  private final Queue<Duration> lifetimes = new ArrayDeque<>();

  @AfterEach
  void discard(IrsaLab lab) {
    lab.sts().faults().clear();
    IrsaCredentials.discardAll();
  }

  /** Returns a handle whose sessions are numbered and last for the given times. */
  private IrsaCredentials pod(PodEnvironment pod, Duration... sessions) {
    lifetimes.addAll(List.of(sessions));
    return IrsaCredentials.builder()
        .environment(Map.copyOf(pod.exports()))
        .webIdentityExchange(
            (request, bound) ->
                Response.of(
                    SessionCredentials.of(
                        "ASIA" + lifetimes.size(),
                        "secret",
                        "to/k+en==",
                        Instant.now().plus(lifetimes.remove()))))
        .build();
  }

  private static IamTokens at(IrsaCredentials credentials, Instant now) {
    return new IamTokens(credentials, null, Clock.fixed(now, ZoneOffset.UTC));
  }

  /** Returns when a token was signed. */
  private static Instant signedAt(String token) {
    Matcher found = SIGNED_AT.matcher(token);
    assertTrue(found.find(), token);
    return TIME.parse(found.group(1), Instant::from);
  }

  private static AwsSessionCredentials ofSdk(IrsaCredentials credentials) {
    SessionCredentials keys = credentials.credentials();
    return AwsSessionCredentials.create(
        keys.accessKeyId(), keys.secretAccessKey(), keys.sessionToken());
  }

  @ParameterizedTest
  @ValueSource(strings = {"app", "app user~*/é"})
  void aTokenForRdsIsThatOfTheSdk(String user, PodEnvironment environment) {
    try (IrsaCredentials credentials = pod(environment, HOUR)) {
      String expected =
          RdsUtilities.builder()
              .region(Region.of("us-east-1"))
              .credentialsProvider(StaticCredentialsProvider.create(ofSdk(credentials)))
              .build()
              .generateAuthenticationToken(b -> b.hostname(HOST).port(5432).username(user));

      IamTokens tokens = at(credentials, signedAt(expected));

      assertEquals(expected, tokens.withRegion("us-east-1").rds(HOST, 5432, user).get());
    }
  }

  @Test
  void tokensForDsqlAreThoseOfTheSdk(IrsaLab lab, PodEnvironment environment) {
    try (IrsaCredentials credentials = pod(environment, HOUR)) {
      DsqlUtilities sdk =
          DsqlUtilities.builder()
              .region(Region.of(lab.region()))
              .credentialsProvider(StaticCredentialsProvider.create(ofSdk(credentials)))
              .build();
      String host = "foo.dsql.eu-west-1.on.aws";
      String expected =
          sdk.generateDbConnectAuthToken(b -> b.hostname(host).expiresIn(Duration.ofMinutes(15)));
      String expectedOfAdmin =
          sdk.generateDbConnectAdminAuthToken(
              b -> b.hostname(host).expiresIn(Duration.ofMinutes(15)));

      assertEquals(expected, at(credentials, signedAt(expected)).dsql(host).get());
      assertEquals(
          expectedOfAdmin, at(credentials, signedAt(expectedOfAdmin)).dsqlAdmin(host).get());
    }
  }

  @Test
  void tokensForCachesAreSignedAsTheSdkSigns(IrsaLab lab, PodEnvironment environment) {
    Instant now = Instant.now();
    try (IrsaCredentials credentials = pod(environment, HOUR)) {
      IamTokens tokens = at(credentials, now);
      AwsSessionCredentials keys = ofSdk(credentials);
      String url = "http://carts/?Action=connect&User=app";

      assertEquals(
          presigned(url, "elasticache", lab.region(), keys, now),
          sorted(tokens.elastiCache("Carts", "app").get()));
      assertEquals(
          presigned(url + "&ResourceType=ServerlessCache", "elasticache", lab.region(), keys, now),
          sorted(tokens.elastiCacheServerless("Carts", "app").get()));
      assertEquals(
          presigned(url, "memorydb", lab.region(), keys, now),
          sorted(tokens.memoryDb("Carts", "app").get()));
    }
  }

  /** As in the example of the ElastiCache user guide, with the signer of today's SDK. */
  private static String presigned(
      String url, String service, String region, AwsSessionCredentials keys, Instant now) {
    SdkHttpRequest request =
        SdkHttpRequest.builder().method(SdkHttpMethod.GET).uri(URI.create(url)).build();
    SdkHttpRequest signed =
        AwsV4HttpSigner.create()
            .sign(
                sign ->
                    sign.identity(keys)
                        .request(request)
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                        .putProperty(
                            AwsV4HttpSigner.AUTH_LOCATION,
                            AwsV4FamilyHttpSigner.AuthLocation.QUERY_STRING)
                        .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, Duration.ofMinutes(15))
                        .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(now, ZoneOffset.UTC)))
            .request();
    return sorted(signed.getUri().toString().substring("http://".length()));
  }

  /** Signers of the SDK differ in the order, which no server cares about. */
  private static String sorted(String token) {
    String[] parts = token.split("[?&]", -1);
    Arrays.sort(parts, 1, parts.length);
    return String.join("&", parts);
  }

  /** What the cluster's authenticator does with it. */
  @Test
  void theTokenOfEksSaysToStsWhoThePodIs(IrsaLab lab, PodEnvironment environment) throws Exception {
    try (IrsaCredentials credentials =
        IrsaCredentials.builder().environment(environment.exports()).build()) {
      String token = IamTokens.of(credentials).eks("shop").get();

      assertTrue(token.startsWith("k8s-aws-v1."), token);
      byte[] decoded = Base64.getUrlDecoder().decode(token.substring("k8s-aws-v1.".length()));
      URI url = URI.create(new String(decoded, StandardCharsets.UTF_8));
      assertEquals("sts." + lab.region() + ".amazonaws.com", url.getHost());
      assertTrue(ask(lab, url, "shop").contains(":assumed-role/"));
      assertTrue(ask(lab, url, "another").contains("SignatureDoesNotMatch"));
    }
  }

  @Test
  void theLoginToVaultSaysToStsWhoThePodIs(IrsaLab lab, PodEnvironment environment)
      throws Exception {
    try (IrsaCredentials credentials =
        IrsaCredentials.builder().environment(environment.exports()).build()) {
      IamTokenProvider login = IamTokens.of(credentials).vault("cart", "vault.example.com");
      String body = login.get();

      assertTrue(body.startsWith("{\"role\":\"cart\",\"iam_http_request_method\":\"POST\""), body);
      assertEquals("https://sts." + lab.region() + ".amazonaws.com/", decoded(body, "url"));
      String form = decoded(body, "body");
      String headers = decoded(body, "headers");
      assertTrue(headers.contains(";x-vault-aws-iam-server-id,"), headers);
      assertTrue(post(lab, headers, form).contains(":assumed-role/"));
      String forged = headers.replace("vault.example.com", "vault.example.org");
      assertTrue(post(lab, forged, form).contains("SignatureDoesNotMatch"));
      assertThrows(IllegalArgumentException.class, () -> IamTokens.of(credentials).vault("\"", ""));
    }
  }

  /** A server other than AWS chooses the form of its session tokens. */
  @Test
  void theLoginToVaultIsJsonWhateverTheSessionTokenContains() {
    try (IrsaCredentials credentials =
        IrsaCredentials.builder()
            .environment(Map.of())
            .roleArn("arn:aws:iam::111122223333:role/cart")
            .region("eu-west-1")
            .webIdentityToken(() -> "header.claims.signature")
            .webIdentityExchange(
                (request, bound) ->
                    Response.of(
                        SessionCredentials.of(
                            "ASIA1", "secret", "a\"b\\c", Instant.now().plus(HOUR))))
            .build()) {
      String headers = decoded(IamTokens.of(credentials).vault("cart", "").get(), "headers");

      assertTrue(headers.contains("\"a\\\"b\\\\c\""), headers);
    }
  }

  private static String decoded(String body, String part) {
    Matcher found = Pattern.compile("\"iam_request_" + part + "\":\"([^\"]+)\"").matcher(body);
    assertTrue(found.find(), body);
    return new String(Base64.getDecoder().decode(found.group(1)), StandardCharsets.UTF_8);
  }

  private static String post(IrsaLab lab, String headers, String form) throws Exception {
    StringBuilder request = new StringBuilder("POST / HTTP/1.1\r\n");
    Matcher header = Pattern.compile("\"([^\"]+)\":\\[\"([^\"]+)\"]").matcher(headers);
    while (header.find()) {
      request.append(header.group(1)).append(": ").append(header.group(2)).append("\r\n");
    }
    request.append("Content-Length: ").append(form.length());
    return answer(lab, request.append("\r\nConnection: close\r\n\r\n").append(form).toString());
  }

  private static String ask(IrsaLab lab, URI url, String cluster) throws Exception {
    return answer(
        lab,
        "GET %s?%s HTTP/1.1\r\nHost: %s\r\nx-k8s-aws-id: %s\r\nConnection: close\r\n\r\n"
            .formatted(url.getRawPath(), url.getRawQuery(), url.getHost(), cluster));
  }

  private static String answer(IrsaLab lab, String request) throws Exception {
    URI sts = lab.sts().plainUri();
    try (Socket socket = new Socket(sts.getHost(), sts.getPort())) {
      OutputStream out = socket.getOutputStream();
      out.write(request.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void aTokenIsUsedAgainUntilFiveMinutesBeforeItsEnd(PodEnvironment environment) {
    ManualTime time = ManualTime.startingAt(Instant.now());
    try (IrsaCredentials credentials = pod(environment, HOUR, HOUR)) {
      IamTokenProvider tokens =
          new IamTokens(credentials, null, time.clock()).rds(HOST, 5432, "app");
      IamToken first = tokens.token();

      time.advance(Duration.ofMinutes(10));
      assertEquals(first.value(), tokens.tokenAsync().join().value());
      time.advance(Duration.ofSeconds(1));
      IamToken second = tokens.token();

      assertNotEquals(first.value(), second.value());
      assertEquals(time.instant().plus(Duration.ofMinutes(15)), second.expiration());
      assertFalse(second.toString().contains("Signature"), second.toString());
      IrsaCredentials.discardAll();
      assertNotEquals(second.value(), tokens.get());
    }
  }

  @Test
  void noTokenStaysInTheHeapAfterAllIsDiscarded(PodEnvironment environment) throws Exception {
    try (IrsaCredentials credentials = pod(environment, HOUR, HOUR)) {
      IamTokenProvider tokens = IamTokens.of(credentials).rds(HOST, 5432, "app");
      ReferenceQueue<IamToken> dropped = new ReferenceQueue<>();
      WeakReference<IamToken> token = new WeakReference<>(tokens.token(), dropped);

      IrsaCredentials.discardAll();

      System.gc();
      assertSame(token, dropped.remove(10_000));
      assertFalse(tokens.get().isEmpty());
    }
  }

  @Test
  void aTokenOfRejectedCredentialsIsNotUsedAgain(PodEnvironment environment) {
    try (IrsaCredentials credentials = pod(environment, HOUR, HOUR)) {
      IamTokenProvider tokens = IamTokens.of(credentials).rds(HOST, 5432, "app");
      String rejected = credentials.credentials().accessKeyId();
      assertTrue(tokens.get().contains(rejected));

      credentials.invalidate(rejected);

      assertFalse(tokens.get().contains(rejected));
    }
  }

  /** After a close, a handle takes the session that is configured then. */
  @Test
  @PodSystemProperties
  void aTokenIsOfWhomTheCredentialsAre() {
    System.setProperty("aws.roleSessionName", "before");
    IrsaCredentials credentials = IrsaCredentials.fromEnvironment();
    IamTokenProvider tokens = IamTokens.of(credentials).rds(HOST, 5432, "app");
    String before = tokens.get();
    credentials.close();
    System.setProperty("aws.roleSessionName", "after");

    String after = tokens.get();
    System.clearProperty("aws.roleSessionName");

    assertTrue(after.contains(credentials.credentials().accessKeyId()), after);
    assertNotEquals(before, after);
    credentials.close();
  }

  @ParameterizedTest
  @CsvSource({
    "eu-west-1,      https://sts.eu-west-1.amazonaws.com/",
    "cn-north-1,     https://sts.cn-north-1.amazonaws.com.cn/",
    "us-iso-east-1,  https://sts.us-iso-east-1.c2s.ic.gov/",
    "eusc-de-east-1, https://sts.eusc-de-east-1.amazonaws.eu/",
    "zz-new-1,       https://sts.zz-new-1.amazonaws.com/"
  })
  void eachPartitionHasItsSts(String region, String sts, PodEnvironment environment) {
    try (IrsaCredentials credentials = pod(environment, HOUR)) {
      IamTokens tokens = IamTokens.of(credentials).withRegion(region);

      String ofEks = tokens.eks("shop").get().substring("k8s-aws-v1.".length());
      String ofVault = tokens.vault("cart", "").get();

      assertTrue(
          new String(Base64.getUrlDecoder().decode(ofEks), StandardCharsets.UTF_8)
              .startsWith(sts + "?"));
      assertTrue(
          ofVault.contains(
              Base64.getEncoder().encodeToString(sts.getBytes(StandardCharsets.UTF_8))));
    }
  }

  /** A token dies with the session that signed it. */
  @ParameterizedTest
  @CsvSource({"4, 15", "8, 8"})
  void aSessionTooShortForALoginIsRefreshedFirst(
      int minutes, int expected, PodEnvironment environment) {
    try (IrsaCredentials credentials = pod(environment, Duration.ofMinutes(minutes), HOUR)) {
      var unused = credentials.credentials();

      Instant end = IamTokens.of(credentials).rds(HOST, 5432, "app").token().expiration();

      Duration lasts = Duration.between(Instant.now(), end).plusSeconds(30);
      assertEquals(expected, lasts.toMinutes());
    }
  }

  @Test
  void whileCredentialsAreValidThereIsAToken(PodEnvironment environment) {
    // Then the exchange fails.
    try (IrsaCredentials credentials = pod(environment, Duration.ofMinutes(4))) {
      Instant end = credentials.credentials().expiration();
      IamTokens tokens = IamTokens.of(credentials);

      assertEquals(end, tokens.rds(HOST, 5432, "app").token().expiration());
      assertEquals(end, tokens.rds(HOST, 5432, "app").tokenAsync().join().expiration());
    }
  }

  /** The servers end a connection twelve hours after its last login. */
  @Test
  void aConnectionOfLettuceLogsInAgainEverySixHours(PodEnvironment environment) {
    Queue<String> passwords = new ArrayDeque<>();
    VirtualTimeScheduler time = VirtualTimeScheduler.getOrSet();
    try (IrsaCredentials credentials = pod(environment, HOUR)) {
      var unused = credentials.credentials();
      Disposable connection =
          new LettuceIamCredentials("app", IamTokens.of(credentials).elastiCache("carts", "app"))
              .credentials()
              .subscribe(each -> passwords.add(String.valueOf(each.getPassword())));
      time.advanceTimeBy(Duration.ofHours(5));
      assertEquals(1, passwords.size());
      time.advanceTimeBy(Duration.ofHours(7));

      assertEquals(3, passwords.size());
      assertTrue(passwords.remove().startsWith("carts/?Action=connect"));
      connection.dispose();
    } finally {
      VirtualTimeScheduler.reset();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "https://DB", "DB:5432", "DB/", "A B"})
  void wrongHosts(String host, PodEnvironment environment) {
    try (IrsaCredentials credentials = pod(environment, HOUR)) {
      IamTokens tokens = IamTokens.of(credentials);

      for (Runnable each :
          List.<Runnable>of(
              () -> tokens.rds(host, 5432, "app"),
              () -> tokens.dsql(host),
              () -> tokens.elastiCache(host, "app"),
              () -> tokens.eks(host),
              () -> tokens.withRegion(host),
              () -> tokens.rds("db", 0, "app"),
              () -> tokens.memoryDb("carts", " "))) {
        assertThrows(IllegalArgumentException.class, each::run);
      }
    }
  }

  /** Stands for the data source of a driver. */
  private interface DriverDataSource extends DataSource {}

  private static DriverDataSource driver() {
    return (DriverDataSource)
        Proxy.newProxyInstance(
            DriverDataSource.class.getClassLoader(),
            new Class<?>[] {DriverDataSource.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "isWrapperFor" -> arguments[0] == String.class;
                  case "unwrap" -> "inside the driver";
                  case "toString" -> "the driver";
                  default -> throw new AssertionError(method);
                });
  }

  /** Who unwraps a data source must not get the one whose connections lack the token. */
  @Test
  void aDataSourceIsUnwrappedToItselfBeforeItsDriver(PodEnvironment environment) throws Exception {
    try (IrsaCredentials credentials = pod(environment, HOUR)) {
      DriverDataSource driver = driver();
      DataSource source =
          new IamDataSource(driver, "app", IamTokens.of(credentials).rds(HOST, 5432, "app"));

      for (Class<?> own : List.of(DataSource.class, IamDataSource.class, Wrapper.class)) {
        assertTrue(source.isWrapperFor(own), own::getName);
        assertSame(source, source.unwrap(own));
      }
      assertTrue(source.isWrapperFor(DriverDataSource.class));
      assertSame(driver, source.unwrap(DriverDataSource.class));
      assertTrue(source.isWrapperFor(String.class));
      assertEquals("inside the driver", source.unwrap(String.class));
      assertFalse(source.isWrapperFor(Integer.class));
    }
  }
}
