package dev.irsa.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.testkit.kubernetes.ServiceAccount;
import dev.irsa.testkit.podidentity.PodIdentityAgent;
import dev.irsa.testkit.server.RequestRecord;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsWebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.services.sts.model.StsException;

class IrsaLabTest {
  private static String code(StsException refusal) {
    return refusal.awsErrorDetails().errorCode();
  }

  private static AwsCredentialsProvider fixed(AwsCredentialsProvider provider) {
    return StaticCredentialsProvider.create((AwsSessionCredentials) provider.resolveCredentials());
  }

  @Test
  void aPodAssumesTheRoleOfItsServiceAccount() {
    try (IrsaLab lab = IrsaLab.start()) {
      ServiceAccount account =
          lab.createServiceAccount("default", "my-sa", "AmazonS3ReadOnlyAccess");
      PodEnvironment pod = lab.startPod(account);

      String arn = new LabClients(lab).asPod(pod).getCallerIdentity().arn();

      assertEquals(lab.roleOf(account).sessionArn("app"), arn);
      String name = lab.roleOf(account).name();
      assertEquals(64, name.length());
      assertTrue(
          name.matches("eksctl-myeks-addon-iamserviceaccount-default--Role1-[A-Za-z0-9]{12}"),
          name);
      assertEquals(
          List.of("AssumeRoleWithWebIdentity", "GetCallerIdentity"),
          lab.requests().all().stream().map(RequestRecord::action).toList());
      assertEquals(
          List.of("OpenIdConfiguration", "JsonWebKeys"),
          lab.issuerRequests().all().stream().map(RequestRecord::action).toList());
      assertEquals(account.subject(), lab.requests().all().get(0).subject());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void thePodFindsInItsEnvironmentWhatTheWebhookInjects(boolean podIdentity) throws IOException {
    try (IrsaLab lab = IrsaLab.start()) {
      ServiceAccount account =
          podIdentity
              ? lab.createPodIdentityServiceAccount("default", "my-sa")
              : lab.createServiceAccount("default", "my-sa");
      PodEnvironment pod = lab.startPod(account);
      Map<String, String> expected = new HashMap<>();
      expected.put("AWS_STS_REGIONAL_ENDPOINTS", "regional");
      expected.put("AWS_DEFAULT_REGION", "ap-northeast-2");
      expected.put("AWS_REGION", "ap-northeast-2");
      expected.put("HOSTNAME", pod.name());
      if (podIdentity) {
        expected.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", lab.agent().uri().toString());
        expected.put("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", pod.tokenFile().toString());
      } else {
        expected.put("AWS_ROLE_ARN", lab.roleOf(account).arn());
        expected.put("AWS_WEB_IDENTITY_TOKEN_FILE", pod.tokenFile().toString());
      }

      assertEquals(expected, pod.variables());
      assertEquals(expected.keySet(), withHostname(pod.pod().environment("app").keySet()));
      assertEquals(pod.tokenVolume().token().value(), Files.readString(pod.tokenFile()));
      assertEquals(
          Set.of("AWS_ENDPOINT_URL_STS", "AWS_ENDPOINT_URL_S3", "AWS_CA_BUNDLE"),
          pod.endpointVariables().keySet());
    }
  }

  private static Set<String> withHostname(Set<String> names) {
    Set<String> all = new HashSet<>(names);
    all.add("HOSTNAME");
    return all;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'containers': [{'name': 'a'}]                                              | rw-r--r--",
        "'containers': [{'name': 'a'}], 'securityContext': {'fsGroup': 2000}        | rw-r-----",
        "'containers': [{'name': 'a'}], 'securityContext': {'runAsUser': 1000}      | rw-------",
        "'containers': [{'name': 'a', 'securityContext': {'runAsUser': 1000}}]      | rw-------",
        "'containers': [{'name': 'a', 'securityContext': {'runAsUser': 1000}}], 'initContainers': [{'name': 'b'}] | rw-r--r--",
        "'containers': [{'name': 'a', 'securityContext': {'runAsUser': 1}}], 'securityContext': {'runAsUser': 1, 'fsGroup': 2} | rw-r-----",
        "'containers': [{'name': 'a'}], 'volumes': [{'name': 'aws-iam-token', 'projected': {'defaultMode': 256, 'sources': [{'serviceAccountToken': {'audience': 'sts.amazonaws.com', 'path': 'token'}}]}}] | r--------",
      })
  void theTokenFileHasTheModeThatKubeletGivesIt(String spec, String mode) throws IOException {
    try (IrsaLab lab = IrsaLab.start()) {
      lab.createServiceAccount("default", "my-sa");
      String pod = "{'spec': {'serviceAccountName': 'my-sa', %s}}".formatted(spec);
      PodEnvironment started = lab.startPod(pod.replace('\'', '"'));
      started.tokenVolume().rotate();

      assertEquals(
          mode, PosixFilePermissions.toString(Files.getPosixFilePermissions(started.tokenFile())));
    }
  }

  @Test
  void deletingTheServiceAccountDeniesTheExchangeAndEndsLiveSessions() {
    try (IrsaLab lab = IrsaLab.start()) {
      ServiceAccount account = lab.createServiceAccount("default", "my-sa");
      PodEnvironment pod = lab.startPod(account);
      LabClients clients = new LabClients(lab);
      AwsCredentialsProvider live = fixed(clients.webIdentity(pod));

      lab.deleteServiceAccount(account);

      StsWebIdentityTokenFileCredentialsProvider later = clients.webIdentity(pod);
      assertEquals(
          "AccessDenied", code(assertThrows(StsException.class, later::resolveCredentials)));
      StsClient withLive = clients.sts(pod.stsEndpoint(), live);
      assertEquals(
          "InvalidClientTokenId",
          code(assertThrows(StsException.class, withLive::getCallerIdentity)));
      assertThrows(IllegalStateException.class, () -> pod.tokenVolume().rotate());
    }
  }

  @Test
  void sessionsCanBeRevokedAndExpiredWhileTheExchangeGoesOn() {
    try (IrsaLab lab = IrsaLab.start()) {
      ServiceAccount account = lab.createServiceAccount("default", "my-sa");
      PodEnvironment pod = lab.startPod(account);
      LabClients clients = new LabClients(lab);
      StsClient first = clients.sts(pod.stsEndpoint(), fixed(clients.webIdentity(pod)));
      lab.expireSessions(account);
      StsClient second = clients.sts(pod.stsEndpoint(), fixed(clients.webIdentity(pod)));
      assertEquals(
          "ExpiredToken", code(assertThrows(StsException.class, first::getCallerIdentity)));
      assertEquals("111122223333", second.getCallerIdentity().account());

      lab.revokeSessions(account);

      assertEquals(
          "AccessDenied", code(assertThrows(StsException.class, second::getCallerIdentity)));
      assertEquals("111122223333", clients.asPod(pod).getCallerIdentity().account());
    }
  }

  @Test
  void clientsOfTheDefaultEndpointReachTheLabThroughItsProxy() {
    try (IrsaLab lab = IrsaLab.start()) {
      PodEnvironment pod = lab.startPod(lab.createServiceAccount("default", "my-sa"));
      LabClients clients = new LabClients(lab);
      StsClient regional =
          StsClient.builder()
              .httpClient(clients.proxied())
              .region(Region.AP_NORTHEAST_2)
              .credentialsProvider(fixed(clients.webIdentity(pod)))
              .build();

      assertEquals("111122223333", regional.getCallerIdentity().account());

      RequestRecord record = lab.requests().of("GetCallerIdentity").get(0);
      assertTrue(record.proxied());
      assertFalse(lab.requests().of("AssumeRoleWithWebIdentity").get(0).proxied());
      assertEquals(
          List.of("sts.ap-northeast-2.amazonaws.com 200"),
          lab.proxy().requests().stream().map(each -> each.host() + " " + each.status()).toList());
    }
  }

  @Test
  void servicesOutsideOfAwsReachTheAccountsIssuerUnderItsOwnNameThroughTheProxy() throws Exception {
    try (IrsaLab lab = IrsaLab.start()) {
      URI issuer = lab.iam().enableOutboundWebIdentityFederation();
      HttpClient service =
          HttpClient.newBuilder()
              .sslContext(lab.sslContext())
              .proxy(ProxySelector.of(lab.proxy().address()))
              .build();

      String discovery =
          service
              .send(
                  HttpRequest.newBuilder(URI.create(issuer + "/.well-known/openid-configuration"))
                      .build(),
                  HttpResponse.BodyHandlers.ofString())
              .body();

      assertTrue(discovery.contains("\"issuer\":\"" + issuer + "\""), discovery);
      assertEquals(1, lab.issuerRequests().count("OpenIdConfiguration"));
    }
  }

  @Test
  void concurrentLabsShareNoState() {
    try (IrsaLab one = IrsaLab.start();
        IrsaLab other = IrsaLab.builder().region("cn-north-1").clusterName("two").start()) {
      PodEnvironment podOfOne = one.startPod(one.createServiceAccount("default", "my-sa"));
      PodEnvironment podOfOther = other.startPod(other.createServiceAccount("default", "my-sa"));
      LabClients clientsOfOther = new LabClients(other);

      String arn = clientsOfOther.asPod(podOfOther).getCallerIdentity().arn();

      assertTrue(arn.startsWith("arn:aws-cn:sts::111122223333:assumed-role/eksctl-two-"), arn);
      assertNotEquals(one.issuer().issuer(), other.issuer().issuer());
      assertEquals(List.of(), one.requests().all());
      assertThrows(
          SdkClientException.class,
          () ->
              clientsOfOther
                  .sts(podOfOne.stsEndpoint(), fixed(clientsOfOther.webIdentity(podOfOther)))
                  .getCallerIdentity());
    }
  }

  @Test
  void exportsAreEnoughForOtherPrograms() {
    try (IrsaLab lab = IrsaLab.start()) {
      PodEnvironment pod = lab.startPod(lab.createServiceAccount("default", "my-sa"));

      Map<String, String> exports = pod.exports();

      assertTrue(exports.entrySet().containsAll(pod.variables().entrySet()));
      assertEquals(pod.stsEndpoint().toString(), exports.get("AWS_ENDPOINT_URL_STS"));
      for (String file : List.of("AWS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS")) {
        assertEquals(lab.caBundle().toString(), exports.get(file));
      }
      String options = exports.get("JAVA_TOOL_OPTIONS");
      assertTrue(options.contains("-Djavax.net.ssl.trustStore=" + lab.trustStore()), options);
      assertEquals("true", exports.get("AWS_EC2_METADATA_DISABLED"));
    }
  }

  /** With the lab's authority alone, Maven in the same shell could not download a plugin. */
  @Test
  void exportsLetOtherProgramsConnectToOtherServersAsBefore() throws Exception {
    TrustManagerFactory defaults =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    defaults.init((KeyStore) null);
    List<X509Certificate> expected =
        List.of(((X509TrustManager) defaults.getTrustManagers()[0]).getAcceptedIssuers());
    try (IrsaLab lab = IrsaLab.start()) {
      KeyStore exported = KeyStore.getInstance(lab.trustStore().toFile(), "changeit".toCharArray());

      assertNotNull(exported.getCertificate("irsa-lab-ca"));
      assertFalse(expected.isEmpty(), "this JVM trusts nobody");
      for (X509Certificate authority : expected) {
        assertNotNull(exported.getCertificateAlias(authority), authority::toString);
      }
    }
  }

  @Test
  void closingLeavesNoThreadNoPortAndNoFile() throws Exception {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    IrsaLab lab = IrsaLab.start();
    PodEnvironment pod = lab.startPod(lab.createServiceAccount("default", "my-sa"));
    lab.trustStore();
    PodIdentityAgent agent = lab.agent();
    InetSocketAddress eksAuth = lab.eksAuth().secureAddress();
    try (Socket hung = RawHttp.open(lab.sts().plainUri());
        Socket idle = RawHttp.open(lab.proxy().uri())) {
      new LabClients(lab).asPod(pod).getCallerIdentity();
      Path directory = lab.caBundle().getParent();

      lab.close();
      lab.close();

      assertFalse(Files.exists(directory));
      assertEquals(-1, hung.getInputStream().read());
      assertEquals(-1, idle.getInputStream().read());
      for (var address :
          List.of(
              lab.sts().plainAddress(),
              lab.sts().secureAddress(),
              lab.s3().plainAddress(),
              lab.s3().secureAddress(),
              lab.oidc().plainAddress(),
              lab.oidc().secureAddress(),
              eksAuth,
              agent.address(),
              lab.proxy().address())) {
        assertThrows(
            java.net.ConnectException.class,
            () -> new Socket(address.getAddress(), address.getPort()).close());
      }
    }
    assertThrows(IllegalStateException.class, agent::start);
    Set<String> left =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> !before.contains(thread))
            .map(Thread::getName)
            .filter(name -> name.startsWith("irsa-lab"))
            .collect(Collectors.toSet());
    assertEquals(Set.of(), left);
  }

  @Test
  void invalidSettingsAreRejected() {
    for (IrsaLab.Builder builder :
        List.of(
            IrsaLab.builder().region("Frankfurt"),
            IrsaLab.builder().accountId("1"),
            IrsaLab.builder().clusterName(""),
            IrsaLab.builder().tokenLifetime(Duration.ZERO),
            IrsaLab.builder().sessionLifetime(Duration.ofMillis(5)))) {
      assertThrows(IllegalArgumentException.class, builder::start);
    }
  }
}
