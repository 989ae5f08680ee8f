package dev.irsa.bench.sts;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.irsa.testkit.internal.http.LabCertificateAuthority;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The STS of all measurements, in its own process: constant responses, HTTP and HTTPS, faults by
 * role. Unlike the lab, it does not verify requests. It also responds as the service that real
 * clients make their first call to.
 *
 * <p>Argument: the path of the trust store to write. Prints its ports on one line, and takes
 * behaviours of roles from its standard input until that ends.
 */
public final class LeanSts {

  private static final int HANG_SECONDS = 180;
  private static final int TOKEN_LENGTH = 1000;
  private static final String BUCKETS =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <ListAllMyBucketsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
        <Owner><ID>1</ID></Owner>
        <Buckets><Bucket><Name>bench</Name><CreationDate>2026-01-01T00:00:00.000Z</CreationDate></Bucket></Buckets>
      </ListAllMyBucketsResult>
      """;

  private static final String TABLES = "{\"TableNames\":[\"bench\"]}";

  private final Map<String, RoleState> roles = new ConcurrentHashMap<>();
  private final AtomicLong serial = new AtomicLong();
  private final String sessionToken = "IQoJb3JpZ2luX2VjE".repeat(60).substring(0, TOKEN_LENGTH);

  private LeanSts() {}

  /** Runs the server. */
  public static void main(String[] arguments) throws Exception {
    LeanSts sts = new LeanSts();
    LabCertificateAuthority authority = LabCertificateAuthority.create();
    writeTrustStore(Path.of(arguments[0]), authority);
    HttpServer http = HttpServer.create(loopback(), 0);
    HttpsServer https = secure(authority);
    HttpsServer services = secure(authority);
    for (HttpServer server : new HttpServer[] {http, https}) {
      server.createContext("/", sts::answer);
    }
    services.createContext("/", LeanSts::serve);
    for (HttpServer server : new HttpServer[] {http, https, services}) {
      server.setExecutor(Executors.newCachedThreadPool(LeanSts::daemon));
      server.start();
    }
    System.out.println(
        Stream.of(http, https, services)
            .map(server -> Integer.toString(server.getAddress().getPort()))
            .collect(Collectors.joining(" ", "ports ", "")));
    // Ends with the parent process.
    BufferedReader input = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      String[] words = line.split(" ", -1);
      sts.roles.put(words[0], new RoleState(Behaviour.of(words)));
      System.out.println("ok");
    }
    System.exit(0);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "sts");
    thread.setDaemon(true);
    return thread;
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private static HttpsServer secure(LabCertificateAuthority authority) throws IOException {
    HttpsServer server = HttpsServer.create(loopback(), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(authority.serverContext("localhost")));
    return server;
  }

  /**
   * Writes the platform's certificates and the one that signed ours, in the password-less format of
   * JDKs: a store with a single certificate would make every client look faster.
   */
  private static void writeTrustStore(Path file, LabCertificateAuthority authority)
      throws IOException, GeneralSecurityException {
    System.setProperty("keystore.pkcs12.certProtectionAlgorithm", "NONE");
    System.setProperty("keystore.pkcs12.macAlgorithm", "NONE");
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    Path platform = Path.of(System.getProperty("java.home"), "lib", "security", "cacerts");
    if (Files.isReadable(platform)) {
      KeyStore known = KeyStore.getInstance(platform.toFile(), (char[]) null);
      for (String alias : Collections.list(known.aliases())) {
        store.setCertificateEntry(alias, known.getCertificate(alias));
      }
    }
    store.setCertificateEntry("benchmarks", authority.certificate());
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, null);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    String form = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    String roleArn = parameter(form, "RoleArn");
    RoleState role = roles.computeIfAbsent(roleArn, arn -> new RoleState(Behaviour.HEALTHY));
    Behaviour.Outage outage = role.outageAt(System.currentTimeMillis());
    pause(role.behaviour().delayMillis());
    if (outage == null) {
      // In whole seconds, like AWS's. So is the server's Date, which some clients use as a
      // reference.
      Instant expiration =
          Instant.now()
              .truncatedTo(ChronoUnit.SECONDS)
              .plusMillis(role.behaviour().lifetimeMillis());
      byte[] body =
          parameter(form, "Action").equals("GetWebIdentityToken")
              ? token(expiration)
              : session(roleArn, expiration);
      roles.computeIfPresent(roleArn, (arn, now) -> now.issued(expiration.toEpochMilli()));
      send(exchange, 200, body);
      return;
    }
    switch (outage) {
      case DOWN -> send(exchange, 503, error("Receiver", "ServiceUnavailable"));
      case THROTTLED -> send(exchange, 400, error("Sender", "Throttling"));
      case HANGS -> {
        pause(Duration.ofSeconds(HANG_SECONDS).toMillis());
        exchange.close();
      }
    }
  }

  /** Responds as S3 or, to requests that name their operation in a header, as DynamoDB. */
  private static void serve(HttpExchange exchange) throws IOException {
    if (exchange.getRequestHeaders().containsKey("X-Amz-Target")) {
      send(exchange, 200, "application/x-amz-json-1.0", TABLES.getBytes(UTF_8));
    } else {
      send(exchange, 200, BUCKETS.getBytes(UTF_8));
    }
  }

  private byte[] session(String roleArn, Instant expiration) {
    String role = roleArn.substring(roleArn.lastIndexOf('/') + 1);
    String number = String.format("%012d", serial.incrementAndGet());
    return """
        <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
          <AssumeRoleWithWebIdentityResult>
            <Audience>sts.amazonaws.com</Audience>
            <AssumedRoleUser>
              <AssumedRoleId>AROAEXAMPLEEXAMPLE123:bench</AssumedRoleId>
              <Arn>arn:aws:sts::123456789012:assumed-role/%s/bench</Arn>
            </AssumedRoleUser>
            <Provider>arn:aws:iam::123456789012:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/B</Provider>
            <Credentials>
              <AccessKeyId>ASIA%s</AccessKeyId>
              <SecretAccessKey>wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY</SecretAccessKey>
              <SessionToken>%s</SessionToken>
              <Expiration>%s</Expiration>
            </Credentials>
            <SubjectFromWebIdentityToken>system:serviceaccount:default:bench</SubjectFromWebIdentityToken>
          </AssumeRoleWithWebIdentityResult>
          <ResponseMetadata>
            <RequestId>00000000-0000-4000-8000-%s</RequestId>
          </ResponseMetadata>
        </AssumeRoleWithWebIdentityResponse>
        """
        .formatted(role, number, sessionToken, expiration, number)
        .getBytes(UTF_8);
  }

  private byte[] token(Instant expiration) {
    return """
        <GetWebIdentityTokenResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
          <GetWebIdentityTokenResult>
            <WebIdentityToken>%s</WebIdentityToken>
            <Expiration>%s</Expiration>
          </GetWebIdentityTokenResult>
        </GetWebIdentityTokenResponse>
        """
        .formatted(sessionToken, expiration)
        .getBytes(UTF_8);
  }

  private static byte[] error(String type, String code) {
    return """
        <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
          <Error><Type>%s</Type><Code>%s</Code><Message>by request of the benchmark</Message></Error>
          <RequestId>00000000-0000-4000-8000-000000000000</RequestId>
        </ErrorResponse>
        """
        .formatted(type, code)
        .getBytes(UTF_8);
  }

  private static String parameter(String form, String name) {
    for (String pair : form.split("&", -1)) {
      if (pair.startsWith(name + "=")) {
        return URLDecoder.decode(pair.substring(name.length() + 1), UTF_8);
      }
    }
    return "";
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    send(exchange, status, "text/xml", body);
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().add("Content-Type", type);
    exchange.getResponseHeaders().add("x-amzn-RequestId", "00000000-0000-4000-8000-000000000000");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    }
  }
}
