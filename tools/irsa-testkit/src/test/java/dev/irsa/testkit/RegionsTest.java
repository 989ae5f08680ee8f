package dev.irsa.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.policy.AccessKey;
import dev.irsa.policy.Role;
import dev.irsa.policy.TrustPolicy;
import dev.irsa.testkit.internal.server.ReceivedResponse;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import dev.irsa.testkit.server.Fault;
import dev.irsa.testkit.server.RequestRecord;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.StsException;

class RegionsTest {
  private static final String FIRST = "eu-central-1";
  private static final String SPARE = "eu-west-3";
  private final IrsaLab lab = IrsaLab.builder().region(FIRST).spareRegion(SPARE).start();
  private final ServiceAccount account = lab.createServiceAccount("default", "my-sa");
  private final PodEnvironment pod = lab.startPod(account);

  @AfterEach
  void close() {
    lab.close();
  }

  private ReceivedResponse exchange(String region) {
    String form =
        "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleSessionName=test&RoleArn=%s&WebIdentityToken=%s"
            .formatted(pod.variables().get("AWS_ROLE_ARN"), pod.tokenVolume().token().value());
    return RawHttp.post(lab.sts(region).plainUri().resolve("/"), form);
  }

  private static String element(ReceivedResponse reply, String name) {
    return reply.body().replaceAll("(?s).*<%1$s>(.*)</%1$s>.*".formatted(name), "$1");
  }

  private StsClient client(String endpoint, String signing, ReceivedResponse exchange) {
    return StsClient.builder()
        .httpClient(UrlConnectionHttpClient.create())
        .region(Region.of(signing))
        .endpointOverride(lab.sts(endpoint).plainUri())
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsSessionCredentials.create(
                    element(exchange, "AccessKeyId"),
                    element(exchange, "SecretAccessKey"),
                    element(exchange, "SessionToken"))))
        .overrideConfiguration(c -> c.retryStrategy(r -> r.maxAttempts(1)))
        .build();
  }

  @Test
  void aSessionOfOneRegionIsValidInTheOtherWhoseNameSignsTheRequest() {
    ReceivedResponse exchange = exchange(SPARE);

    String arn = client(FIRST, FIRST, exchange).getCallerIdentity().arn();

    assertEquals(arn, client(SPARE, SPARE, exchange).getCallerIdentity().arn());
    assertThrows(StsException.class, () -> client(SPARE, FIRST, exchange).getCallerIdentity());
    assertEquals(
        List.of(SPARE, FIRST, SPARE, SPARE),
        lab.requests().all().stream().map(RequestRecord::region).toList());
  }

  @Test
  void aTrustPolicyDeniesByTheRegionThatIsAsked() {
    Role role = lab.roleOf(account);
    String json = role.trustPolicy().json();
    String only = "\"StringEquals\": {\"aws:RequestedRegion\": \"%s\", ".formatted(SPARE);
    String policy = json.replaceFirst("\"StringEquals\": \\{", only);
    lab.iam().updateRole(role.withTrustPolicy(TrustPolicy.parse(policy)));
    String chained =
        """
        {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "sts:AssumeRole",
         "Principal": {"AWS": "%s"},
         "Condition": {"StringNotEquals": {"aws:RequestedRegion": "%s"}}}}"""
            .formatted(role.arn(), SPARE);
    TrustPolicy trust = TrustPolicy.parse(chained);
    String next = lab.iam().createRole("next", trust, Duration.ofHours(1), List.of()).arn();

    ReceivedResponse exchange = exchange(SPARE);
    assertEquals("AccessDenied", element(exchange(FIRST), "Code"));
    assertEquals(200, exchange.status());
    client(FIRST, FIRST, exchange).assumeRole(r -> r.roleArn(next).roleSessionName("pod"));
    StsClient spare = client(SPARE, SPARE, exchange);
    assertEquals(
        403,
        assertThrows(
                StsException.class,
                () -> spare.assumeRole(r -> r.roleArn(next).roleSessionName("pod")))
            .statusCode());
  }

  @Test
  void aRegionRefusesConnectionsOnItsOwnUntilItIsStartedAgain() {
    lab.sts().stop();

    UncheckedIOException refused = assertThrows(UncheckedIOException.class, () -> exchange(FIRST));
    assertTrue(refused.getCause() instanceof ConnectException, refused::toString);
    assertEquals(200, exchange(SPARE).status());

    lab.sts().start();
    assertEquals(200, exchange(FIRST).status());
  }

  @Test
  void theFaultOfAnIssuerThatIsUnavailableIsWhatStsSaysIfItCannotFetchTheKeys() {
    lab.oidc().stop();
    String real = exchange(FIRST).body();
    lab.sts(SPARE).faults().always(Fault.issuerUnavailable());
    String requestId = "<RequestId>.*</RequestId>";
    assertEquals(real.replaceAll(requestId, ""), exchange(SPARE).body().replaceAll(requestId, ""));
  }

  @Test
  void theProxyLeadsEachRegionsNameToItsEndpointAndAllOthersToTheFirst() {
    lab.sts(SPARE).faults().always(Fault.throttle());

    assertEquals(400, statusThroughProxy(SPARE));
    assertEquals(200, statusThroughProxy(FIRST));
    assertEquals(200, statusThroughProxy("us-east-1"));
  }

  private int statusThroughProxy(String region) {
    AccessKey key =
        lab.accessKeys().issueSession(lab.roleOf(account), "a", lab.time().now().plusSeconds(60));
    try (StsClient sts =
        StsClient.builder()
            .httpClient(new LabClients(lab).proxied())
            .region(Region.of(region))
            .credentialsProvider(StaticCredentialsProvider.create(LabClients.credentials(key)))
            .overrideConfiguration(c -> c.retryStrategy(r -> r.maxAttempts(1)))
            .build()) {
      return sts.getCallerIdentity().sdkHttpResponse().statusCode();
    } catch (StsException e) {
      return e.statusCode();
    }
  }

  @Test
  void aPodKnowsTheEndpointsOfBothRegions() {
    URI first = URI.create(pod.endpointVariables().get("AWS_ENDPOINT_URL_STS"));
    URI spare = URI.create(pod.endpointVariables().get("IRSA_STS_SPARE"));
    assertEquals(lab.sts(FIRST).secureUri(), first);
    assertEquals(lab.sts(SPARE).secureUri(), spare);
    assertEquals(Set.of(FIRST, SPARE), lab.stsRegions());
  }

  @ParameterizedTest
  @CsvSource({"eu-central-1", "us-gov-west-1", "nowhere"})
  void aSpareRegionIsAnotherOneOfTheSamePartition(String region) {
    IrsaLab.Builder builder = IrsaLab.builder().region(FIRST).spareRegion(region);
    IllegalArgumentException failure = assertThrows(IllegalArgumentException.class, builder::start);
    assertTrue(failure.getMessage().startsWith("spareRegion: expected"), failure.getMessage());
    assertThrows(IllegalArgumentException.class, () -> lab.sts("us-east-1"));
  }
}
