package dev.irsa.internal.config;

import static dev.irsa.internal.config.ContainerEnvironment.onlyProblem;
import static dev.irsa.internal.config.ContainerEnvironment.podIdentityAnd;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.OutboundTokenRequest;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.credentials.WebIdentityExchange;
import dev.irsa.fake.Variables;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

public final class SpareRuleTest {

  private static final Map<String, String> POD =
      Map.of(
          "AWS_ROLE_ARN", "arn:aws:iam::111122223333:role/cart",
          "AWS_WEB_IDENTITY_TOKEN_FILE", "/var/run/token",
          "AWS_REGION", "eu-west-1");

  private static Configuration resolve(GivenSettings given, String... changes) {
    return Resolver.resolve(Environment.of(Variables.changed(POD, changes), Map.of()), given);
  }

  private static Configuration pod(String... changes) {
    return resolve(GivenSettings.none(), changes);
  }

  private static URI spare(Configuration settings) {
    assertEquals(List.of(), settings.problems());
    StsAddress spare = settings.spare();
    return spare == null ? null : spare.endpoint();
  }

  @Test
  void thereIsNoneByDefault() {
    assertNull(spare(pod()));
  }

  @ParameterizedTest(name = "{0} with {1}={2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          eu-west-3                        | HOSTNAME                   | pod              | https://sts.eu-west-3.amazonaws.com/
          us-east-1                        | AWS_STS_REGIONAL_ENDPOINTS | legacy           | https://sts.us-east-1.amazonaws.com/
          us-east-2                        | AWS_USE_FIPS_ENDPOINT      | true             | https://sts-fips.us-east-2.amazonaws.com/
          eu-west-3                        | AWS_USE_DUALSTACK_ENDPOINT | true             | https://sts.eu-west-3.api.aws/
          xx-new-1                         | HOSTNAME                   | pod              | https://sts.xx-new-1.amazonaws.com/
          https://sts.example.test/path    | AWS_USE_FIPS_ENDPOINT      | true             | https://sts.example.test/path
          eu-west-3                        | AWS_ENDPOINT_URL_STS       | https://one.test | https://sts.eu-west-3.amazonaws.com/
          http://127.0.0.1:4567            | HOSTNAME                   | pod              | http://127.0.0.1:4567/
          http://sts.example.test          | IRSA_ALLOW_PLAIN_HTTP      | true             | http://sts.example.test/
          https://sts.example.test         | AWS_IGNORE_CONFIGURED_ENDPOINT_URLS | true    | https://sts.example.test/
          """)
  void itIsTheEndpointOfARegionOrAnUrl(String value, String name, String other, URI expected) {
    assertEquals(expected, spare(pod("IRSA_STS_SPARE", value, name, other)));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          cn-north-1                             | "cn-north-1" is a region of partition aws-cn, but the role's ARN is of partition aws
          eu-west-3a                             | "eu-west-3a" looks like an availability zone of the region eu-west-3
          eu_west                                | "eu_west" is not a region
          eu-west-1                              | "eu-west-1" is the first endpoint again, https://sts.eu-west-1.amazonaws.com/
          https://STS.eu-west-1.amazonaws.com:443/x | "https://STS.eu-west-1.amazonaws.com:443/x" is the first endpoint again, https://sts.eu-west-1.amazonaws.com/
          http://sts.example.test                | "http://sts.example.test/" is plain http to a remote host: the web identity token and the credentials would be sent in clear text
          https://user@sts.example.test          | the URL contains user information (not shown)
          """)
  void whatIsRefusedNamesTheSettingItsOriginAndAFix(String value, String found) {
    SettingProblem problem = onlyProblem(pod("IRSA_STS_SPARE", value));

    assertEquals(Setting.STS_SPARE, problem.setting());
    assertEquals("IRSA_STS_SPARE", problem.origin());
    assertEquals(found, problem.found());
    assertTrue(!problem.fix().isEmpty() && !problem.fix().contains("AWS_REGION"), problem.fix());
  }

  @Test
  void thePartitionOfAnUnknownRoleIsThatOfTheFirstRegion() {
    SettingProblem problem = onlyProblem(token(container("us-gov-west-1")));

    assertEquals(Refusal.Kind.PARTITION, problem.kind());
  }

  @Test
  void anApplicationsClientOfStsHasNoSpare() {
    WebIdentityExchange client =
        (token, deadline) -> {
          throw new IllegalStateException();
        };
    SettingProblem problem =
        onlyProblem(
            resolve(
                GivenSettings.none().with(Setting.WEB_IDENTITY_EXCHANGE, client),
                "IRSA_STS_SPARE",
                "eu-west-3"));

    assertEquals(Refusal.Kind.CONFLICT, problem.kind());
    assertTrue(problem.found().contains("client"), problem.found());
  }

  @Test
  void aHostThatIsNotOfAwsIsNamedInTheLog() {
    assertEquals(
        List.of(
            "Tokens are sent to https://sts.example.test/, which is not an STS host of AWS (set by"
                + " IRSA_STS_SPARE)"),
        pod("IRSA_STS_SPARE", "https://sts.example.test").warnings());
  }

  @Test
  public void itIsPartOfTheKeyOfASession() {
    assertEquals(pod("IRSA_STS_SPARE", "eu-west-3"), pod("IRSA_STS_SPARE", "eu-west-3"));
    assertNotEquals(pod(), pod("IRSA_STS_SPARE", "eu-west-3"));
    assertNotEquals(pod("IRSA_STS_SPARE", "eu-west-2"), pod("IRSA_STS_SPARE", "eu-west-3"));
  }

  @Test
  void aChainedRoleHasItTooUnlessItsOwnRegionIsTheSpare() {
    Configuration base = pod("IRSA_STS_SPARE", "eu-west-3");
    RoleRequest request = RoleRequest.of("arn:aws:iam::444455556666:role/other");

    Configuration chained = Resolver.view(base, GivenSettings.of(request, true));
    Configuration elsewhere =
        Resolver.view(base, GivenSettings.of(request.withRegion("eu-west-3"), true));

    assertEquals(URI.create("https://sts.eu-west-3.amazonaws.com/"), spare(chained));
    assertEquals("eu-west-3", chained.spare().signingRegion());
    assertNull(spare(elsewhere));
  }

  /** The global endpoint does not serve tokens. */
  @ParameterizedTest
  @CsvSource({
    "eu-west-3, https://sts.eu-west-3.amazonaws.com/",
    "eu-west-1, ",
    "aws-global, ",
    "https://sts.amazonaws.com, "
  })
  void aTokenForOthersHasItTooUnlessItDoesNotServeTokens(String value, URI expected) {
    assertEquals(expected, spare(token(container(value))));
  }

  private static Configuration container(String spare) {
    return ContainerEnvironment.resolve(podIdentityAnd("IRSA_STS_SPARE", spare));
  }

  private static Configuration token(Configuration base) {
    return Resolver.outboundToken(base, OutboundTokenRequest.audience("https://api.example"));
  }

  @ParameterizedTest
  @CsvSource({
    "https://sts.eu-west-3.amazonaws.com, eu-west-3",
    "https://sts-fips.us-east-2.amazonaws.com, us-east-2",
    "https://sts.amazonaws.com, us-east-1",
    "https://vpce-1-a.sts.eu-west-2.vpce.amazonaws.com, eu-west-2",
    "https://sts.example.test, eu-west-1"
  })
  void theRegionInASignatureIsThatOfTheHost(String url, String region) {
    Configuration base = pod("IRSA_STS_SPARE", url);

    assertEquals(region, base.spare().signingRegion());
  }

  @Test
  void besideContainerCredentialsItIsIgnoredWithALine() {
    Configuration settings = container("eu-west-3");

    assertNull(spare(settings));
    assertEquals(
        List.of(
            "IRSA_STS_SPARE is ignored for the pod's own role, whose credentials come from the"
                + " container endpoint; roles that it assumes and tokens for others use it"),
        settings.notes());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  "})
  void aBlankValueIsNone(String blank) {
    assertNull(spare(pod("IRSA_STS_SPARE", blank)));
  }

  @Test
  void theProxyIsThatOfItsOwnHost() {
    Configuration settings =
        pod(
            "IRSA_STS_SPARE",
            "eu-west-3",
            "https_proxy",
            "http://proxy.test:3128",
            "no_proxy",
            "sts.eu-west-1.amazonaws.com");

    assertNull(settings.transport().proxy());
    assertEquals("proxy.test", settings.spare().transport().proxy().host());
  }

  @Test
  void aProxyThatMayNotBeUsedIsAProblemAlsoIfOnlyTheSpareIsBehindIt() {
    SettingProblem problem =
        onlyProblem(
            pod(
                "IRSA_STS_SPARE",
                "eu-west-3",
                "https_proxy",
                "http://user:secret@proxy.test:3128",
                "no_proxy",
                "sts.eu-west-1.amazonaws.com"));

    assertEquals(Setting.PROXY, problem.setting());
    assertEquals("https_proxy", problem.origin());
  }
}
