package dev.irsa.cli.internal.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.irsa.IrsaCredentials;
import dev.irsa.cli.Console;
import dev.irsa.doctor.report.InvalidInputException;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.internal.oidc.OidcIssuer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The server as its clients see it. */
class LabServerTest {
  private static final Pattern EXPORT = Pattern.compile("(?m)^export (\\w+)='?(.*?)'?$");
  private static final String PODS = "/api/v1/namespaces/default/pods";
  private static final String ACCOUNTS = "/api/v1/namespaces/default/serviceaccounts";
  private static final String DENY = "{Statement: {Effect: Deny, Principal: '*', Action: '*'}}";
  private static final String MANIFEST =
      """
      apiVersion: v1
      kind: Pod
      metadata:
        name: eks-iam-test3
      spec:
        serviceAccountName: my-sa
        containers:
          - name: my-aws-cli
            image: amazon/aws-cli:latest
            command: ['sleep', '36000']
      """;

  @TempDir private Path directory;

  private final HttpClient http = HttpClient.newHttpClient();

  private static LabServer start(String world) {
    LabServer server =
        LabServer.start(WorldFile.of("world.yaml", world), IrsaLab.Network.loopback());
    server.ready();
    return server;
  }

  private HttpResponse<String> send(LabServer server, String method, String path, String body)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(server.url().resolve(path))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private String get(LabServer server, String path) throws IOException, InterruptedException {
    HttpResponse<String> response = send(server, "GET", path, "");
    assertEquals(200, response.statusCode(), response::body);
    return response.body();
  }

  private static Map<String, String> variables(String exports) {
    Map<String, String> variables = new HashMap<>();
    Matcher line = EXPORT.matcher(exports);
    while (line.find()) {
      variables.put(line.group(1), line.group(2));
    }
    return variables;
  }

  /** Returns what a program prints that was given these variables. */
  private static String whoami(Map<String, String> variables) {
    Console console = Console.pipe(variables);
    console.run("whoami");
    return console.out() + console.err();
  }

  @Test
  void theExportLinesAreEnoughToGetCredentials() throws Exception {
    try (LabServer server =
        start("serviceAccounts: [{name: app, policies: []}, {name: other, namespace: jobs}]")) {
      String exports = get(server, "/exports");

      assertContains(whoami(variables(exports)), "irsa-app");
      assertTrue(
          exports.endsWith(
              "# curl -s " + server.url() + "/api/v1/namespaces/jobs/pods/other/exports\n"),
          exports);
      assertEquals(server.url().toString(), variables(exports).get("IRSA_LAB_URL"));
    }
  }

  @Test
  void theFirstWorldOfThePageHasThePodOfItsServiceAccount() throws Exception {
    String page = Files.readString(Path.of("..", "..", "docs", "lab.md"));
    String world = page.split("cat >world.yaml <<'EOF'\n", 2)[1].split("EOF\n", 2)[0];
    try (LabServer server = start(world)) {
      assertContains(whoami(variables(server.exports())), "irsa-my-sa");
    }
  }

  @ParameterizedTest
  @CsvSource({"false, 59", "true, 359"})
  void withoutAWorldThereIsAPodWithVariablesFromThePageAndLifetimesOfAws(
      boolean podIdentity, int minutes) throws Exception {
    String page = Files.readString(Path.of("..", "..", "docs", "lab.md"));
    WorldFile world = WorldFile.standard(podIdentity);
    try (LabServer server = LabServer.start(world, IrsaLab.Network.loopback())) {
      Map<String, String> variables = variables(server.exports());

      assertContains(whoami(variables), " (in " + minutes + " min ");
      for (String name : variables.keySet()) {
        assertTrue(page.matches("(?s).*\n\\| [^|\n]*`" + name + "`[^|\n]* \\| .*"), name);
      }
    }
  }

  @Test
  void aClientMakesStsOfEitherRegionFailAndServeAgain() throws Exception {
    try (LabServer server = start("{region: eu-central-1, spareRegion: eu-west-3}")) {
      Map<?, ?> document = JSONObjectUtils.parse(get(server, "/"));
      Map<?, ?> regions = (Map<?, ?>) document.get("stsByRegion");
      URI first = URI.create((String) regions.get("eu-central-1"));
      URI spare = URI.create((String) regions.get("eu-west-3"));
      assertEquals(document.get("sts"), first.toString());
      assertEquals(spare.toString(), variables(get(server, "/exports")).get("IRSA_STS_SPARE"));

      assertFailsAndServesAgain(server, "eu-west-3", spare, first);
      assertFailsAndServesAgain(server, "eu-central-1", first, spare);

      HttpResponse<String> unknown = send(server, "PUT", "/sts/us-east-1", "up");
      assertEquals(404, unknown.statusCode());
      assertContains(unknown.body(), "the lab has [eu-central-1, eu-west-3]");
      HttpResponse<String> malformed = send(server, "PUT", "/sts/eu-west-3", "down");
      assertEquals(400, malformed.statusCode());
      assertContains(malformed.body(), "expected one of [up, stopped, hanging, unavailable");
    }
  }

  private void assertFailsAndServesAgain(LabServer server, String region, URI sts, URI other)
      throws Exception {
    String served = "400 ValidationError"; // the request lacks its parameters
    for (String[] row :
        new String[][] {
          {"stopped", "ConnectException"},
          {"unavailable", "503 ServiceUnavailable"},
          {"hanging", "HttpTimeoutException"},
          {"throttling", "400 Throttling"},
          {"denying", "403 AccessDenied"},
          {"issuer-unavailable", "400 InvalidIdentityToken"},
          {"issuer-silent", "400 IDPCommunicationError"},
          {"up", served}
        }) {
      assertEquals(204, send(server, "PUT", "/sts/" + region, row[0] + "\n").statusCode());
      assertEquals(row[1], exchange(server, sts), row[0]);
      assertEquals(served, exchange(server, other), row[0]);
    }
  }

  /** Returns the status and the code with which STS responds, or why it does not. */
  private String exchange(LabServer server, URI sts) throws Exception {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    byte[] authority = get(server, "/ca.pem").getBytes(StandardCharsets.US_ASCII);
    trusted.setCertificateEntry(
        "lab",
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(authority)));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(null, trust.getTrustManagers(), null);
    HttpRequest request =
        HttpRequest.newBuilder(sts)
            .timeout(Duration.ofSeconds(2))
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "Action=AssumeRoleWithWebIdentity&Version=2011-06-15"))
            .build();
    try {
      HttpResponse<String> response =
          HttpClient.newBuilder()
              .sslContext(tls)
              .build()
              .send(request, HttpResponse.BodyHandlers.ofString());
      Matcher code = Pattern.compile("<Code>(.*)</Code>").matcher(response.body());
      return response.statusCode() + (code.find() ? " " + code.group(1) : "");
    } catch (IOException e) {
      return e.getClass().getSimpleName();
    }
  }

  @Test
  void theJsonDocumentHasEveryPodAndEndpoint() throws Exception {
    try (LabServer server = start("serviceAccounts: [{name: a, policies: []}, {name: b}]")) {
      Map<String, Object> document = JSONObjectUtils.parse(get(server, "/"));

      assertEquals(server.json() + "\n", get(server, "/"));
      List<?> pods = (List<?>) document.get("pods");
      assertEquals(2, pods.size());
      Map<String, String> variables = new HashMap<>(texts(document.get("variables")));
      variables.putAll(texts(((Map<?, ?>) pods.get(0)).get("variables")));
      assertContains(whoami(variables), "irsa-a");
    }
  }

  private static Map<String, String> texts(Object object) {
    Map<String, String> texts = new HashMap<>();
    ((Map<?, ?>) object).forEach((name, text) -> texts.put((String) name, (String) text));
    return texts;
  }

  @Test
  void aServiceAccountAndItsPodComeAndGo() throws Exception {
    try (LabServer server = start("")) {
      String added = "serviceAccounts: [{name: my-sa, policies: [AmazonS3ReadOnlyAccess]}]";
      assertEquals(204, send(server, "POST", "/world", added).statusCode());
      assertEquals(200, send(server, "POST", PODS, MANIFEST).statusCode());

      String pod = get(server, PODS + "/eks-iam-test3");
      assertTrue(pod.contains("\"AWS_WEB_IDENTITY_TOKEN_FILE\""), pod);
      assertTrue(pod.contains("\"namespace\":\"default\""), pod);
      Map<String, String> variables = variables(get(server, PODS + "/eks-iam-test3/exports"));
      String role = variables.get("AWS_ROLE_ARN");
      assertTrue(get(server, ACCOUNTS + "/my-sa").contains(role));
      assertTrue(get(server, PODS + "/eks-iam-test3/token").startsWith("ey"));
      assertContains(whoami(variables), ":assumed-role/" + role.replaceFirst(".*/", ""));

      assertEquals(204, send(server, "DELETE", ACCOUNTS + "/my-sa", "").statusCode());
      IrsaCredentials.discardAll();
      assertContains(whoami(variables), "AccessDenied");
      assertEquals(204, send(server, "DELETE", PODS + "/eks-iam-test3", "").statusCode());
      assertFalse(Path.of(variables.get("AWS_WEB_IDENTITY_TOKEN_FILE")).toFile().exists());
      assertEquals(404, send(server, "GET", PODS + "/eks-iam-test3", "").statusCode());
    }
  }

  @Test
  void requestsThatCannotBeServedSayWhy() throws Exception {
    String policy = "roles: [{name: r, trustPolicy: {Statement: [{Effect: No}]}}]";
    String nobody = MANIFEST.replace("my-sa", "nobody");
    String again = MANIFEST.replace("eks-iam-test3", "my-sa");
    String elsewhere = "metadata: {namespace: other}\nspec: {}";
    try (LabServer server = start("serviceAccounts: [{name: my-sa, policies: []}]")) {
      assertRefused(server, "/world", "region: a", 400, "world:1:1 region: unknown member");
      assertRefused(
          server, "/world", policy, 400, "world:1:46 roles[0].trustPolicy.Statement[0].E");
      assertRefused(server, "/world", "serviceAccounts: [{name: my-sa}]", 400, "already exists");
      assertRefused(server, PODS, "metadata: {}", 400, "$.spec.containers: expected");
      assertRefused(server, PODS, "metadata: {}\nspec: {}", 400, "$.spec.containers: expected");
      assertRefused(
          server, PODS, elsewhere, 400, "pod:1:12 metadata.namespace: expected the namespace of");
      assertRefused(server, PODS, nobody, 404, "serviceaccounts \\\"nobody\\\" not found");
      assertRefused(server, PODS, again, 409, "already exists");
      assertRefused(server, "/nowhere", "", 404, "POST /nowhere");
      assertEquals(404, send(server, "PUT", PODS + "/my-sa", "").statusCode());
    }
  }

  @Test
  void onlyANameIsANameOfAPodAnAccountANamespaceARoleOrABucket() throws Exception {
    try (LabServer server = start("serviceAccounts: [{name: my-sa, policies: []}]")) {
      for (String text : List.of("../../../escaped", "a/b", "x".repeat(300), "", "a b", "a\\nb")) {
        assertNoName(
            server, "/world", "roles: [{name: \"" + text + "\", trustPolicy: " + DENY + "}]");
        assertNoName(server, "/world", "buckets: {\"" + text + "\": {}}");
        assertNotOfKubernetes(server, text);
      }
      for (String text : List.of("..", "A", "a..b", "-a")) {
        assertNotOfKubernetes(server, text);
      }
    }
  }

  private void assertNotOfKubernetes(LabServer server, String text) throws Exception {
    String pod = "metadata: {name: my-pod}\nspec: {containers: [{name: app}]}";
    String quoted = '"' + text + '"';
    String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    assertNoName(server, PODS, pod.replace("my-pod", quoted));
    assertNoName(server, "/api/v1/namespaces/" + (text.isEmpty() ? "%20" : encoded) + "/pods", pod);
    assertNoName(server, "/world", "serviceAccounts: [{name: " + quoted + "}]");
    assertNoName(server, "/world", "serviceAccounts: [{name: a, namespace: " + quoted + "}]");
  }

  private void assertNoName(LabServer server, String path, String body)
      throws IOException, InterruptedException {
    HttpResponse<String> response = send(server, "POST", path, body);
    assertEquals(400, response.statusCode(), () -> body + " " + response.body());
    assertEquals(1, response.body().lines().count(), response::body);
    assertContains(response.body(), "expected");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 4194305\r\n\r\n",
        "Content-Length: 99999999999\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n400001\r\n"
      })
  void aBodyThatIsTooLongIsRefusedBeforeItIsRead(String fields) throws Exception {
    try (LabServer server = start("")) {
      String response = sendRaw(server, "POST /world HTTP/1.1\r\nHost: lab\r\n" + fields);

      assertTrue(response.startsWith("HTTP/1.1 413 "), response);
      assertContains(response, "the body is longer than 4194304 bytes");
    }
  }

  @Test
  void connectionsBeyondTheLimitAreRefused() throws Exception {
    String health = "GET /health HTTP/1.1\r\nHost: lab\r\nConnection: close\r\n\r\n";
    List<Socket> open = new ArrayList<>();
    try (LabServer server = start("")) {
      for (int i = 0; i < 200; i++) {
        open.add(new Socket(server.url().getHost(), server.url().getPort()));
      }
      String refused = sendRaw(server, health);
      for (Socket socket : open) {
        socket.shutdownOutput();
        assertEquals(-1, socket.getInputStream().read());
      }
      String served = sendRaw(server, health);

      assertTrue(refused.startsWith("HTTP/1.1 503 "), refused);
      assertContains(refused, "more than 200 connections are open");
      assertTrue(served.startsWith("HTTP/1.1 200 "), served);
    } finally {
      for (Socket socket : open) {
        socket.close();
      }
    }
  }

  private static String sendRaw(LabServer server, String request) throws IOException {
    try (Socket socket = new Socket(server.url().getHost(), server.url().getPort())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void theNameOfAVariableIsNeverACommand() throws Exception {
    String pod =
        """
        metadata: {name: my-pod}
        spec:
          containers:
            - name: app
              env:
                - {name: "A; echo b #", value: c}
                - {name: "A\nD", value: e}
                - {name: F, value: "g; h"}
        """;
    try (LabServer server = start("")) {
      assertEquals(200, send(server, "POST", PODS, pod).statusCode());

      String exports = get(server, PODS + "/my-pod/exports");

      assertContains(exports, "\nexport F='g; h'\n");
      assertContains(exports, " this name: A; echo b #\n");
      for (String line : exports.lines().toList()) {
        assertTrue(line.matches("export \\w+=.*|# not exported, .*"), line);
      }
    }
  }

  private static void assertContains(String text, String part) {
    assertTrue(text.contains(part), () -> "no " + part + " in " + text);
  }

  private void assertRefused(
      LabServer server, String path, String body, int status, String expected)
      throws IOException, InterruptedException {
    HttpResponse<String> response = send(server, "POST", path, body);
    assertEquals(status, response.statusCode(), response::body);
    assertTrue(response.body().contains(expected), response::body);
    assertFalse(response.body().contains("Exception"), response::body);
  }

  @Test
  void aPortInUseIsNamedWithTheOptionThatChangesIt() throws IOException {
    // An address of this process, and ports that systems do not hand out: nobody else takes them.
    int pid = (int) ProcessHandle.current().pid();
    InetAddress own =
        InetAddress.getByAddress(
            new byte[] {127, (byte) (1 + (pid >> 16)), (byte) (pid >> 8), (byte) pid});
    try (ServerSocket taken = new ServerSocket(18_572, 1, own)) {
      IrsaLab.Network network = new IrsaLab.Network(own, "127.0.0.1", taken.getLocalPort() - 1);

      InvalidInputException failure =
          assertThrows(
              InvalidInputException.class,
              () -> LabServer.start(WorldFile.standard(false), network).close());

      assertTrue(
          failure.getMessage().contains("--port: cannot listen at port " + taken.getLocalPort()),
          failure::getMessage);
    }
  }

  @Test
  void tokensOfAClusterInCiGetShortSessionsOfItsRoles() throws Exception {
    OidcIssuer cluster = OidcIssuer.at(URI.create("https://kubernetes.default.svc"));
    String world =
        """
        sessionLifetime: 50
        issuers:
          - url: https://kubernetes.default.svc
            keys: %s
        roles:
          - name: app
            trustPolicy:
              Statement:
                Effect: Allow
                Action: sts:AssumeRoleWithWebIdentity
                Principal: {Federated: "arn:aws:iam::111122223333:oidc-provider/kubernetes.default.svc"}
                Condition: {StringEquals: {"kubernetes.default.svc:sub": "system:serviceaccount:ci:app"}}
        """
            .formatted(cluster.keys());
    Path token = Files.writeString(directory.resolve("token"), tokenOf(cluster));
    try (LabServer server = start(world)) {
      Map<String, String> variables = variables(get(server, "/exports"));
      variables.put("AWS_REGION", "ap-northeast-2");
      variables.put("AWS_ROLE_ARN", "arn:aws:iam::111122223333:role/app");
      variables.put("AWS_WEB_IDENTITY_TOKEN_FILE", token.toString());

      String printed = whoami(variables);

      assertContains(printed, ":assumed-role/app/");
      assertTrue(printed.matches("(?s).*\\(in 0 min \\d+ s\\).*"), printed);
      Files.writeString(token, tokenOf(OidcIssuer.at(cluster.issuer())));
      IrsaCredentials.discardAll();
      assertContains(whoami(variables), "InvalidIdentityToken");
    }
  }

  private static String tokenOf(OidcIssuer cluster) {
    long now = Instant.now().getEpochSecond();
    return cluster.mint(
        Map.of(
            "aud",
            List.of("sts.amazonaws.com"),
            "sub",
            "system:serviceaccount:ci:app",
            "iat",
            now,
            "exp",
            now + 600));
  }

  @Test
  void theWorldOfTheExampleServesEachOfItsPods() throws Exception {
    WorldFile world = WorldFile.read(Path.of("..", "..", "examples", "world.yaml"));
    try (LabServer server = LabServer.start(world, IrsaLab.Network.loopback())) {
      server.ready();
      String pods = "/api/v1/namespaces/default/pods/";

      assertContains(
          whoami(variables(get(server, pods + "reports/exports"))),
          ":assumed-role/reports-reader/");
      assertContains(
          whoami(variables(get(server, pods + "uploads/exports"))),
          ":assumed-role/uploads-writer/");
    }
  }
}
