package dev.irsa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.fake.Variables;
import dev.irsa.internal.config.Configuration;
import dev.irsa.internal.config.Environment;
import dev.irsa.internal.config.Given;
import dev.irsa.internal.config.Setting;
import dev.irsa.internal.config.Value;
import dev.irsa.internal.http.HttpProxy;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests the combination of settings and endpoint: of IRSA, of containers, of chained roles. */
final class ConfigurationKeyTest {

  private static final InetSocketAddress PROXY =
      InetSocketAddress.createUnresolved("proxy.test", 3128);
  private static final Given PROXY_IN_CODE =
      Given.none().with(Setting.PROXY, new Value<>(PROXY, Given.BUILDER));
  private static final Map<String, String> POD =
      Map.of(
          "AWS_ROLE_ARN", TestPod.ROLE,
          "AWS_WEB_IDENTITY_TOKEN_FILE", "/token",
          "AWS_REGION", "eu-west-1",
          "HOSTNAME", "cart-0");
  private static final String FULL = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
  private static final String RELATIVE = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
  private static final String TOKEN = "AWS_CONTAINER_AUTHORIZATION_TOKEN";
  private static final String TOKEN_FILE = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE";
  private static final String AGENT = "http://169.254.170.23/v1/credentials";
  private static final String[] CONTAINER = {FULL, AGENT, TOKEN_FILE, "/token"};
  private static final RoleRequest DATA = RoleRequest.of("arn:aws:iam::111122223333:role/data");

  private static Configuration resolve(
      Given overrides, Map<String, String> variables, String... changes) {
    return Configuration.resolve(
            Environment.of(Variables.changed(variables, changes), Map.of()), overrides)
        .valid();
  }

  private static Configuration pod(String... changes) {
    return resolve(Given.none(), POD, changes);
  }

  private static Configuration container(String... variables) {
    return resolve(Given.none(), Map.of(), variables);
  }

  private static MisconfiguredException refused(Executable resolve) {
    return assertThrows(MisconfiguredException.class, resolve);
  }

  // Problems and warnings.

  @Test
  void settingsAndProxyReportTheirProblemsTogether() {
    var failure =
        refused(() -> pod("IRSA_SESSION_DURATION_SECONDS", "1", "https_proxy", "socks5://proxy"));

    assertEquals(2, failure.problems().size(), failure::getMessage);
    assertTrue(failure.isConfigured());
    assertTrue(failure.getMessage().contains("2 problems"), failure::getMessage);
    assertTrue(failure.getMessage().contains("socks5"), failure::getMessage);
  }

  @Test
  void aProcessWithoutRoleAndTokenFileIsNotAnIrsaPodWhateverElseIsInvalid() {
    var failure = refused(() -> container("AWS_USE_FIPS_ENDPOINT", "maybe"));

    assertFalse(failure.isConfigured());
    assertEquals(1, failure.problems().size());
    assertTrue(failure.getMessage().contains("Neither IRSA nor EKS Pod Identity is configured"));
  }

  @Test
  void anEndpointOutsideAwsCausesAWarningWithItsOriginAndAnInterfaceEndpointNone() {
    List<String> warnings = pod("AWS_ENDPOINT_URL", "https://sts.example.test").warnings();
    String inside = "https://vpce-1-a.sts.eu-west-1.vpce.amazonaws.com";

    assertEquals(1, warnings.size());
    assertTrue(warnings.get(0).contains("AWS_ENDPOINT_URL"), warnings::toString);
    assertEquals(List.of(), pod("AWS_ENDPOINT_URL_STS", inside).warnings());
  }

  @Test
  void problemsOfAnUnusedProxyAreIgnored() {
    String wrong = "http://a:b@proxy";
    Configuration exempt = pod("https_proxy", wrong, "no_proxy", ".amazonaws.com");
    Configuration beside = container(FULL, "https://vault.example.test/", "https_proxy", wrong);
    Configuration given =
        Configuration.resolve(
                Environment.of(Variables.changed(POD, "https_proxy", wrong), Map.of()),
                PROXY_IN_CODE)
            .valid();

    assertNull(exempt.transport().proxy());
    assertNull(beside.transport().proxy(), "a container endpoint has none");
    assertEquals(HttpProxy.at(PROXY, "builder"), given.transport().proxy());
    refused(() -> pod("https_proxy", wrong));
  }

  @Test
  void whatIsGivenInCodeIsCheckedAtOnceAndWhatIsMissingLater() {
    Environment nothing = Environment.of(Map.of(), Map.of());
    Given given = Given.none().withText(Setting.CONTAINER_CREDENTIALS_FULL_URI, AGENT);

    Configuration.check(nothing, given);
    refused(
        () ->
            Configuration.check(
                nothing, given.withText(Setting.CONTAINER_AUTHORIZATION_TOKEN, "a\nb")));
  }

  @Test
  void anotherRoleAndItsRegionAreChecked() {
    refused(() -> pod().with(Given.of(RoleRequest.of("nonsense"), false)).valid());
    RoleRequest china = RoleRequest.of("arn:aws-cn:iam::111122223333:role/cart");
    refused(() -> pod().with(Given.of(china, false)).valid());
    var failure = refused(() -> chained(pod(), DATA.withRegion("cn-north-1")));

    assertTrue(failure.getMessage().contains("\"cn-north-1\" is a region of partition aws-cn"));
  }

  // Container credentials.

  @Test
  void theDescriptionNamesTheEndpointAndWhereItWasSet() {
    assertEquals(
        "the container's role, whose credentials come from the EKS Pod Identity agent at "
            + AGENT
            + " (AWS_CONTAINER_CREDENTIALS_FULL_URI)",
        container(CONTAINER).get());
  }

  static Stream<Arguments> origins() {
    Map<String, String> none = Map.of();
    String path = "aws.containerCredentialsPath";
    String uri = "aws.containerCredentialsFullUri";
    String service = "AWS_CONTAINER_SERVICE_ENDPOINT";
    return Stream.of(
        arguments(Map.of(RELATIVE, "/a"), none, RELATIVE, RELATIVE),
        arguments(none, Map.of(path, "/a"), path, path),
        arguments(Map.of(RELATIVE, "/a", service, "http://agent.test"), none, RELATIVE, service),
        arguments(none, Map.of(uri, "http://agent.test/"), uri, uri));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("origins")
  void theOriginsOfUriAndHostAreNamed(
      Map<String, String> variables, Map<String, String> properties, String uri, String host) {
    Configuration settings =
        Configuration.resolve(Environment.of(variables, properties), Given.none()).valid();

    assertTrue(settings.get().endsWith("(" + uri + ")"), settings);
    assertEquals(host, settings.originOfHost());
  }

  @ParameterizedTest
  @CsvSource({
    ",,,",
    "eu-west-1,,, https://sts.eu-west-1.amazonaws.com/",
    "cn-north-1,,, https://sts.cn-north-1.amazonaws.com.cn/",
    "us-east-1, AWS_USE_FIPS_ENDPOINT, true, https://sts-fips.us-east-1.amazonaws.com/",
    "eu-west-1, AWS_ENDPOINT_URL_STS, http://localhost:1/, http://localhost:1/",
    ", AWS_ENDPOINT_URL, http://localhost:1/, http://localhost:1/",
    "EU WEST,,,",
    "eu-west-1, AWS_USE_FIPS_ENDPOINT, maybe,",
    "eu-west-1, AWS_ENDPOINT_URL_STS, http://far.test/,"
  })
  void theEndpointOfStsIsKnownIfItIsConfiguredAndIsNotRequired(
      String region, String variable, String value, URI expected) {
    Map<String, String> more = new HashMap<>(Variables.of(CONTAINER));
    if (variable != null) {
      more.put(variable, value);
    }
    Configuration settings = resolve(Given.none(), more, "AWS_REGION", region);

    assertEquals(expected, settings.stsEndpoint());
    assertEquals(URI.create(AGENT), settings.endpoint());
    assertEquals(List.of(), settings.warnings());
  }

  // Chained roles.

  private static Configuration chained(Configuration signer, RoleRequest request) {
    return signer.with(Given.of(request, true)).valid();
  }

  @ParameterizedTest
  @CsvSource({
    "eu-west-1,    regional, https://sts.eu-west-1.amazonaws.com/, eu-west-1",
    "eu-west-1,    legacy,   https://sts.amazonaws.com/,           us-east-1",
    "ap-east-1,    legacy,   https://sts.ap-east-1.amazonaws.com/, ap-east-1",
    "aws-global,   regional, https://sts.amazonaws.com/,           us-east-1"
  })
  void theRegionOfTheSignatureIsThatOfTheEndpoint(
      String region, String kind, String endpoint, String signed) {
    Configuration chained =
        chained(pod("AWS_REGION", region, "AWS_STS_REGIONAL_ENDPOINTS", kind), DATA);

    assertEquals(endpoint, chained.endpoint().toString());
    assertEquals(signed, chained.signingRegion());
  }

  // The key, by which sessions are shared.

  /** Returns settings each of which needs a session of its own. */
  private static List<Configuration> different(SSLContext trust) {
    Environment environment = Environment.of(POD, Map.of());
    Given none = Given.none();
    List<String> policies = List.of("arn:aws:iam::aws:policy/ReadOnlyAccess");
    RoleRequest tagged = DATA.withSessionTags(Map.of("tenant", "7"));
    List<Configuration> all = new ArrayList<>();
    all.add(pod());
    all.add(pod("AWS_ROLE_ARN", "arn:aws:iam::111122223333:role/b"));
    all.add(pod("AWS_WEB_IDENTITY_TOKEN_FILE", "/b"));
    all.add(pod("AWS_ROLE_SESSION_NAME", "bb"));
    all.add(pod("IRSA_SESSION_DURATION_SECONDS", "900"));
    all.add(pod("AWS_REGION", "eu-west-2"));
    all.add(pod("AWS_USE_FIPS_ENDPOINT", "true"));
    all.add(pod("AWS_ENDPOINT_URL", "https://a.test"));
    all.add(pod("AWS_CA_BUNDLE", "/ca.pem"));
    all.add(pod("https_proxy", "https://proxy.test:3128"));
    all.add(pod("https_proxy", "https://a:1@proxy"));
    all.add(pod("https_proxy", "https://a:2@proxy"));
    all.add(pod("https_proxy", "https://proxy"));
    all.add(resolve(none.withText(Setting.SESSION_POLICY, "{}"), POD));
    all.add(resolve(none.with(Setting.SESSION_POLICY_ARNS, policies), POD));
    all.add(Configuration.resolve(environment, PROXY_IN_CODE).valid());
    all.add(Configuration.resolve(environment, none.with(Setting.SSL_CONTEXT, trust)).valid());
    for (RoleRequest request :
        List.of(
            DATA,
            DATA.withSessionPolicy("{}"),
            DATA.withSessionPolicy("{ }"),
            DATA.withSessionPolicyArns(policies),
            DATA.withRoleSessionName("tenant-7"),
            DATA.withSessionDuration(Duration.ofMinutes(15)))) {
      all.add(pod().with(Given.of(request, false)).valid());
    }
    for (RoleRequest request :
        List.of(
            DATA,
            tagged,
            tagged.withSessionTags(Map.of("tenant", "8")),
            tagged.withExternalId("partner"),
            tagged.withSourceIdentity("alice"),
            tagged.withSessionPolicy("{}"),
            tagged.withRoleSessionName("other"),
            tagged.withRegion("eu-central-1"))) {
      all.add(chained(pod(), request));
    }
    all.add(chained(chained(pod(), tagged), tagged));
    RoleRequest restricted = RoleRequest.of(TestPod.ROLE).withSessionPolicy("{}");
    all.add(chained(pod().with(Given.of(restricted, false)).valid(), tagged));
    all.add(container(CONTAINER));
    all.add(container(FULL, AGENT + "/b", TOKEN_FILE, "/token"));
    all.add(container(FULL, AGENT + "?b", TOKEN_FILE, "/token"));
    all.add(container(FULL, AGENT, TOKEN_FILE, "/token2"));
    all.add(container(FULL, AGENT, TOKEN, "/token"));
    all.add(container(FULL, AGENT, TOKEN, "/token2"));
    all.add(container(FULL, AGENT, TOKEN_FILE, "/token", "AWS_CA_BUNDLE", "/etc/ca.pem"));
    return all;
  }

  @Test
  void whateverAffectsARequestMakesASessionOfItsOwn() throws Exception {
    SSLContext trust = SSLContext.getInstance("TLS");
    List<Configuration> all = different(trust);
    List<Configuration> again = different(trust);

    for (int one = 0; one < all.size(); one++) {
      for (int other = 0; other < all.size(); other++) {
        if (one != other) {
          assertNotEquals(all.get(one), all.get(other), one + " and " + other);
        }
      }
      assertEquals(all.get(one), again.get(one), "" + one);
      assertEquals(all.get(one).hashCode(), again.get(one).hashCode());
    }
  }

  @Test
  void whereASettingCameFromDoesNotMatterToItsSession() {
    Given token = Given.none().withText(Setting.CONTAINER_AUTHORIZATION_TOKEN, "a-token");

    assertEquals(
        pod("https_proxy", "https://a:1@proxy"), pod("HTTPS_PROXY", "https://a:1@proxy:443"));
    assertEquals(container(FULL, AGENT, TOKEN, "a-token"), resolve(token, Map.of(), FULL, AGENT));
  }
}
