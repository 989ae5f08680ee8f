package dev.irsa.internal.config;

import static dev.irsa.internal.config.ContainerEnvironment.onlyProblem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.fake.Variables;
import dev.irsa.internal.identity.ChainedIdentity;
import dev.irsa.internal.identity.WebIdentity;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the configuration table, row by row. */
final class ConfigurationTest {

  private static final String ROLE = "arn:aws:iam::111122223333:role/shop/cart";
  private static final String OTHER_ROLE = "arn:aws:iam::111122223333:role/other";

  private static final Map<String, String> POD =
      Map.of(
          "AWS_ROLE_ARN", ROLE,
          "AWS_WEB_IDENTITY_TOKEN_FILE", "/var/run/secrets/eks.amazonaws.com/serviceaccount/token",
          "AWS_REGION", "eu-west-1",
          "HOSTNAME", "cart-7d4b9c-xk2lp");

  /**
   * Resolves a pod's environment with changes: name, value, name, value; null removes a variable.
   */
  private static Configuration pod(String... changes) {
    return resolve(Map.of(), GivenSettings.none(), changes);
  }

  private static WebIdentity webIdentity(Configuration settings) {
    return assertInstanceOf(WebIdentity.class, settings.identity());
  }

  private static Configuration resolve(
      Map<String, String> properties, GivenSettings overrides, String... changes) {
    return Resolver.resolve(Environment.of(Variables.changed(POD, changes), properties), overrides);
  }

  @Test
  void theVariablesOfTheWebhookAreEnough() {
    Configuration settings = pod();

    assertEquals(List.of(), settings.problems());
    assertEquals(ROLE, settings.identity().roleArn());
    assertEquals(
        Path.of("/var/run/secrets/eks.amazonaws.com/serviceaccount/token"),
        settings.identity().tokenFile());
    assertEquals("eu-west-1", settings.region());
    assertEquals("irsa-cart-7d4b9c-xk2lp", settings.identity().roleSessionName());
    assertNull(settings.identity().duration());
    assertFalse(settings.get(Setting.STS_REGIONAL_ENDPOINTS));
    assertFalse(settings.get(Setting.USE_FIPS_ENDPOINT));
    assertFalse(settings.get(Setting.USE_DUALSTACK_ENDPOINT));
    assertNull(settings.get(Setting.ENDPOINT_URL_STS));
  }

  // Precedence of sources.

  private static @Nullable Object valueOf(Configuration settings, Setting<?> setting) {
    return setting == Setting.ROLE_ARN ? settings.identity().roleArn() : settings.get(setting);
  }

  private static Setting<?> named(String label) {
    return Setting.values().stream()
        .filter(each -> each.label().equals(label))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          AWS_ROLE_ARN                  | aws.roleArn                 | arn:aws:iam::111122223333:role/other | arn:aws:iam::111122223333:role/other
          AWS_WEB_IDENTITY_TOKEN_FILE   | aws.webIdentityTokenFile    | /other/token                         | /other/token
          AWS_ROLE_SESSION_NAME         | aws.roleSessionName         | other                                | other
          AWS_REGION                    | aws.region                  | eu-central-1                         | eu-central-1
          AWS_USE_FIPS_ENDPOINT         | aws.useFipsEndpoint         | true                                 | true
          AWS_USE_DUALSTACK_ENDPOINT    | aws.useDualstackEndpoint    | TRUE                                 | true
          AWS_ENDPOINT_URL_STS          | aws.endpointUrlSts          | https://sts.example.test             | https://sts.example.test/
          IRSA_SESSION_DURATION_SECONDS | irsa.sessionDurationSeconds | 900                                  | PT15M
          """)
  void theBuilderGoesBeforeThePropertyAndThatBeforeTheVariable(
      String variable, String property, String text, String expected) {
    Setting<?> setting = named(variable);
    Map<String, String> invalid = Map.of(property, "not even valid \u0000");
    GivenSettings none = GivenSettings.none();
    Map<String, Configuration> byOrigin =
        Map.of(
            variable,
            pod(variable, "\t " + text + " \n"),
            property,
            resolve(Map.of(property, text), none, variable, "not even valid \u0000"),
            "builder",
            resolve(invalid, none.withText(setting, text)));

    byOrigin.forEach((origin, settings) -> assertIs(expected, setting, origin, settings));
    assertIs(
        expected,
        setting,
        variable,
        resolve(Map.of(property, "  "), none.withText(setting, ""), variable, text));
  }

  private static void assertIs(
      String expected, Setting<?> setting, String origin, Configuration settings) {
    assertEquals(List.of(), settings.problems());
    assertEquals(expected, String.valueOf(valueOf(settings, setting)));
    assertEquals(origin, settings.origins().get(setting.label()));
  }

  // Invalid values.

  static Stream<Arguments> refused() {
    return Stream.of(
        arguments("role: too long", "AWS_ROLE_ARN", ROLE + "x".repeat(2048), "2088 characters"),
        arguments(
            "token file: a token",
            "AWS_WEB_IDENTITY_TOKEN_FILE",
            "eyJh.eyJp.sig",
            "contains what looks like a token"),
        arguments(
            "token file: no path", "AWS_WEB_IDENTITY_TOKEN_FILE", "/var/\u0000", "is not a path"),
        arguments(
            "session name: 65 characters",
            "AWS_ROLE_SESSION_NAME",
            "a".repeat(65),
            "not a session name"),
        arguments(
            "duration: huge", "IRSA_SESSION_DURATION_SECONDS", "9".repeat(30), "not a session"),
        arguments("extra CA: no path", "AWS_CA_BUNDLE", "/etc/\u0000", "is not a path"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          role: no ARN | AWS_ROLE_ARN | cart-role-of-the-shop-x | is not an ARN
          role: too short | AWS_ROLE_ARN | arn:aws:iam::1:role | 20 to 2048
          role: eleven digits | AWS_ROLE_ARN | arn:aws:iam::11112222333:role/cart | a 12-digit account
          role: no account | AWS_ROLE_ARN | arn:aws:iam:::role/cart-1 | 12-digit account
          role: an assumed role | AWS_ROLE_ARN | arn:aws:sts::111122223333:assumed-role/cart/x | not an ARN of IAM
          role: no name | AWS_ROLE_ARN | arn:aws:iam::111122223333:role/ | does not contain a valid role name
          role: illegal name | AWS_ROLE_ARN | arn:aws:iam::111122223333:role/a b | does not contain a valid role name
          session name: one character | AWS_ROLE_SESSION_NAME | a | not a session name
          session name: a space | AWS_ROLE_SESSION_NAME | a b | not a session name
          region: a host | AWS_REGION | evil.example/ | is not a region
          region: upper case | AWS_REGION | EU-WEST-1 | is not a region
          region: a zone's dash | AWS_REGION | eu-west-1- | is not a region
          legacy endpoints: anything else | AWS_STS_REGIONAL_ENDPOINTS | global | neither regional nor legacy
          dual-stack: anything else | AWS_USE_DUALSTACK_ENDPOINT | 1 | not a boolean
          ignore endpoints: anything else | AWS_IGNORE_CONFIGURED_ENDPOINT_URLS | on | not a boolean
          plain http: anything else | IRSA_ALLOW_PLAIN_HTTP | on | not a boolean
          override: no URL | AWS_ENDPOINT_URL_STS | https://a b | is not a URL
          override: another scheme | AWS_ENDPOINT_URL | ftp://h | is not an https URL
          override: no scheme | AWS_ENDPOINT_URL | sts.example.test | not an https URL
          override: no host | AWS_ENDPOINT_URL | https:///path | does not contain a host
          override: port 0 | AWS_ENDPOINT_URL | https://h:0 | and a port from 1 to 65535
          override: port 65536 | AWS_ENDPOINT_URL | https://h:65536 | and a port
          override: a query | AWS_ENDPOINT_URL | https://h/?a=b | has a query
          override: a fragment | AWS_ENDPOINT_URL | https://h/#a | or a fragment
          override: user info | AWS_ENDPOINT_URL | https://user:pass@h/ | contains user information
          override: plain http to a name that may resolve to loopback | AWS_ENDPOINT_URL | http://localhost.example.test | plain http to a remote host
          override: plain http to an abbreviated loopback | AWS_ENDPOINT_URL | http://127.1/ | does not contain a host
          override: plain http to all addresses | AWS_ENDPOINT_URL | http://0.0.0.0:4566 | plain http to a remote host
          duration: 899 | IRSA_SESSION_DURATION_SECONDS | 899 | not a session duration
          duration: 43201 | IRSA_SESSION_DURATION_SECONDS | 43201 | not a session dura
          duration: no number | IRSA_SESSION_DURATION_SECONDS | 1h | not a session dura
          """)
  @MethodSource("refused")
  void isRejectedWithItsOriginAndAFix(String row, String variable, String text, String found) {
    SettingProblem problem = onlyProblem(pod(variable, text));

    assertEquals(variable, problem.origin());
    assertTrue(problem.found().contains(found), problem::found);
    assertFalse(problem.fix().isBlank());
    assertFalse(problem.toString().contains("pass"), problem::toString);
    assertFalse(problem.toString().contains("eyJ"), problem::toString);
  }

  @Test
  void settingsAndProxyReportTheirProblemsTogether() {
    Configuration settings =
        pod("IRSA_SESSION_DURATION_SECONDS", "1", "https_proxy", "socks5://proxy");
    var failure = assertThrows(MisconfiguredException.class, settings::valid);

    assertTrue(failure.isConfigured());
    assertTrue(failure.getMessage().contains("2 problems"), failure::getMessage);
    assertTrue(failure.getMessage().contains("socks5"), failure::getMessage);
  }

  @Test
  void aRegionIsOptionalWithAnEndpointOverride() {
    Configuration settings =
        pod("AWS_REGION", null, "AWS_ENDPOINT_URL_STS", "https://sts.example.test");

    assertEquals(List.of(), settings.problems());
    assertNull(settings.region());
  }

  // Single rules.

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "http://localhost:4566",
        "http://LOCALHOST",
        "http://127.0.0.1:4566/sts",
        "http://127.255.3.4",
        "http://[::1]:4566"
      })
  void plainHttpIsAcceptedForLoopbackLiterals(String url) {
    Configuration settings = pod("AWS_ENDPOINT_URL_STS", url);

    assertEquals(List.of(), settings.problems());
    assertNotNull(settings.get(Setting.ENDPOINT_URL_STS));
  }

  @Test
  void plainHttpBeyondLoopbackIsAcceptedIfAllowed() {
    Configuration byVariable =
        pod("AWS_ENDPOINT_URL_STS", "http://moto.test:5000", "IRSA_ALLOW_PLAIN_HTTP", "True");
    Configuration byBuilder =
        resolve(
            Map.of(),
            GivenSettings.none().withText(Setting.ALLOW_PLAIN_HTTP, "true"),
            "AWS_ENDPOINT_URL_STS",
            "http://moto.test:5000");

    assertEquals(URI.create("http://moto.test:5000/"), byVariable.get(Setting.ENDPOINT_URL_STS));
    assertEquals(byVariable.get(Setting.ENDPOINT_URL_STS), byBuilder.get(Setting.ENDPOINT_URL_STS));
  }

  @Test
  void theOverrideForStsTakesPrecedenceOverTheOneForAllServices() {
    Configuration settings =
        resolve(
            Map.of("aws.endpointUrl", "https://all.example.test"),
            GivenSettings.none(),
            "AWS_ENDPOINT_URL_STS",
            "https://sts.example.test");

    assertEquals(URI.create("https://sts.example.test/"), settings.get(Setting.ENDPOINT_URL_STS));
  }

  @Test
  void overridesOfTheEnvironmentCanBeIgnoredButNotOverridesOfTheBuilder() {
    String[] changes = {
      "AWS_ENDPOINT_URL_STS", "https://a.test",
      "AWS_ENDPOINT_URL", "https://b.test",
      "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true"
    };

    assertNull(pod(changes).get(Setting.ENDPOINT_URL_STS));
    assertEquals(
        URI.create("https://c.test/"),
        resolve(
                Map.of("aws.endpointUrlSts", "https://d.test"),
                GivenSettings.none().withText(Setting.ENDPOINT_URL_STS, "https://c.test"),
                changes)
            .get(Setting.ENDPOINT_URL_STS));
  }

  @Test
  void anOverrideThatIgnoresFipsOrIsNoHostOfAwsCausesAWarning() {
    String inside = "https://vpce-1-a.sts.eu-west-1.vpce.amazonaws.com";
    List<String> warnings =
        pod("AWS_ENDPOINT_URL", "https://sts.example.test", "AWS_USE_FIPS_ENDPOINT", "true")
            .warnings();

    assertEquals(2, warnings.size(), warnings::toString);
    assertTrue(warnings.get(0).contains("AWS_USE_FIPS_ENDPOINT"), warnings::toString);
    assertTrue(warnings.get(1).contains("set by AWS_ENDPOINT_URL"), warnings::toString);
    assertEquals(List.of(), pod("AWS_ENDPOINT_URL_STS", inside).warnings());
  }

  /** Only a chain lets them win, and then it does not ask for this configuration. */
  @Test
  void staticKeysBesideTheRoleAreIgnoredWithAWarningThatNamesThem() {
    Map<String, String> container =
        Map.of(
            "AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://169.254.170.23/v1/credentials",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "/var/run/token",
            "AWS_ACCESS_KEY_ID", "AKIAEXAMPLE");
    Map<String, Configuration> byName =
        Map.of(
            "AWS_ACCESS_KEY_ID of IRSA", pod("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE"),
            "AWS_ACCESS_KEY_ID of a container",
                Resolver.resolve(Environment.of(container, Map.of()), GivenSettings.none()),
            "aws.accessKeyId of IRSA",
                resolve(Map.of("aws.accessKeyId", "AKIAEXAMPLE"), GivenSettings.none()));
    byName.forEach(
        (name, settings) -> {
          assertEquals(1, settings.warnings().size(), name);
          String warning = settings.warnings().get(0);
          assertTrue(warning.contains(name.split(" ", 2)[0] + " are ignored"), warning);
          assertFalse(warning.contains("AKIAEXAMPLE"), warning);
        });
    GivenSettings withoutEnvironment =
        GivenSettings.none().with(Setting.USE_ENVIRONMENT_IDENTITY, false);
    assertEquals(
        List.of(),
        resolve(Map.of(), withoutEnvironment, "AWS_ACCESS_KEY_ID", "AKIAEXAMPLE").warnings());
  }

  @Test
  void withAnOverrideTheAccountMayBeEmptyAndAnyPartitionIsAccepted() {
    Configuration settings =
        pod(
            "AWS_ENDPOINT_URL_STS",
            "https://minio.test",
            "AWS_ROLE_ARN",
            "arn:minio:iam:::role/a1");

    assertEquals(List.of(), settings.problems());
    assertEquals("minio", settings.get(Setting.ROLE_ARN).partition());
  }

  static Stream<Arguments> sessionNames() {
    return Stream.of(
        arguments("the pod's name", "cart-0", "irsa-cart-0"),
        arguments("illegal characters become dashes", "c\u00e4rt 0/x", "irsa-c-rt-0-x"),
        arguments(
            "the end is kept", "a".repeat(60) + "-unique", "irsa-" + "a".repeat(52) + "-unique"),
        arguments("59 characters fit", "b".repeat(59), "irsa-" + "b".repeat(59)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("sessionNames")
  void theSessionNameContainsThePodsName(String row, String hostName, String expected) {
    assertEquals(expected, pod("HOSTNAME", hostName).identity().roleSessionName());
  }

  @Test
  void withoutAPodsNameARandomSessionNameIsCreatedOncePerProcess() {
    String name = pod("HOSTNAME", null).identity().roleSessionName();

    assertTrue(name.matches("irsa-[0-9a-f]{12}"), name);
    assertEquals(name, pod("HOSTNAME", "").identity().roleSessionName());
  }

  @Test
  void aRequestSetsTheParametersOfItsSession() {
    RoleRequest request =
        RoleRequest.of(OTHER_ROLE)
            .withRoleSessionName("tenant-7")
            .withSessionDuration(Duration.ofMinutes(15))
            .withSessionPolicy("{}")
            .withSessionPolicyArns(List.of("arn:aws:iam::aws:policy/ReadOnlyAccess"));

    assertEquals(
        new WebIdentity(
            OTHER_ROLE,
            webIdentity(pod()).tokenFile(),
            null,
            "tenant-7",
            Duration.ofMinutes(15),
            "{}",
            List.of("arn:aws:iam::aws:policy/ReadOnlyAccess")),
        Resolver.view(pod(), GivenSettings.of(request, false)).identity());
  }

  @Test
  void theRequestForAChainedRoleHasAllOfItsParameters() {
    RoleRequest request =
        RoleRequest.of(OTHER_ROLE)
            .withRoleSessionName("tenant-7")
            .withSessionDuration(Duration.ofMinutes(15))
            .withSessionPolicy("{}")
            .withSessionPolicyArns(List.of("arn:aws:iam::aws:policy/ReadOnlyAccess"))
            .withExternalId("partner")
            .withSourceIdentity("alice")
            .withSessionTags(Map.of("tenant", "7"))
            .withTransitiveTagKeys(List.of("tenant"));

    assertEquals(
        new ChainedIdentity(OTHER_ROLE, "tenant-7", request),
        Resolver.view(pod(), GivenSettings.of(request, true)).valid().identity());
  }

  @Test
  void anotherRoleAndItsRegionAreChecked() {
    Configuration handle = pod();
    RoleRequest china = RoleRequest.of("arn:aws-cn:iam::111122223333:role/cart");
    RoleRequest inChina = RoleRequest.of(OTHER_ROLE).withRegion("cn-north-1");

    assertEquals(
        Refusal.Kind.INVALID,
        onlyProblem(Resolver.view(handle, GivenSettings.of(RoleRequest.of("nonsense"), false)))
            .kind());
    assertEquals(
        Refusal.Kind.PARTITION,
        onlyProblem(Resolver.view(handle, GivenSettings.of(china, false))).kind());
    assertEquals(
        Refusal.Kind.PARTITION,
        onlyProblem(Resolver.view(handle, GivenSettings.of(inChina, true))).kind());
  }

  @ParameterizedTest
  @CsvSource({
    "eu-west-1,  AWS_STS_REGIONAL_ENDPOINTS, regional, https://sts.eu-west-1.amazonaws.com/, eu-west-1",
    "eu-west-1,  AWS_STS_REGIONAL_ENDPOINTS, legacy, https://sts.amazonaws.com/, us-east-1",
    "ap-east-1,  AWS_STS_REGIONAL_ENDPOINTS, legacy, https://sts.ap-east-1.amazonaws.com/, ap-east-1",
    "aws-global, AWS_STS_REGIONAL_ENDPOINTS, regional, https://sts.amazonaws.com/, us-east-1",
    "eu-west-1,  AWS_ENDPOINT_URL_STS, https://sts.us-east-2.api.aws/, https://sts.us-east-2.api.aws/, us-east-2",
    "eu-west-1,  AWS_ENDPOINT_URL_STS, https://sts.test/, https://sts.test/, eu-west-1"
  })
  void theSignatureOfAChainedRoleHasTheRegionOfTheEndpoint(
      String region, String variable, String value, String endpoint, String signed) {
    Configuration handle = pod("AWS_REGION", region, variable, value);
    Configuration chained =
        Resolver.view(handle, GivenSettings.of(RoleRequest.of(OTHER_ROLE), true)).valid();

    assertEquals(endpoint, chained.endpoint().toString());
    assertEquals(signed, chained.sts().signingRegion());
  }

  @Test
  void whatATokenCannotCarryIsRefusedWithTheSameToken() {
    RoleRequest request =
        RoleRequest.of(OTHER_ROLE)
            .withExternalId("partner")
            .withSourceIdentity("alice")
            .withSessionTags(Map.of("tenant", "7"))
            .withRegion("eu-central-1");

    assertEquals(4, ViewTest.problems(GivenSettings.of(request, false)).size());
    assertEquals(List.of(), ViewTest.problems(GivenSettings.of(request, true)));
  }

  @Test
  void withAWholeIdentityTheEnvironmentOnlyDeterminesHowStsIsReached() {
    GivenSettings profile =
        GivenSettings.none()
            .withText(Setting.ROLE_ARN, OTHER_ROLE)
            .withText(Setting.WEB_IDENTITY_TOKEN_FILE, "/profile/token")
            .with(Setting.USE_ENVIRONMENT_IDENTITY, false)
            .withText(Setting.REGION, "eu-central-1");

    Configuration settings =
        resolve(
            Map.of("https.proxyHost", "proxy", "aws.roleSessionName", "of-the-properties"),
            profile,
            "AWS_ROLE_SESSION_NAME",
            "of-the-pod",
            "AWS_USE_FIPS_ENDPOINT",
            "true",
            "IRSA_SESSION_DURATION_SECONDS",
            "1800");

    assertEquals(OTHER_ROLE, settings.identity().roleArn());
    assertEquals("irsa-cart-7d4b9c-xk2lp", settings.identity().roleSessionName());
    assertEquals("eu-central-1", settings.region());
    assertEquals("proxy", settings.transport().proxy().host());
    assertTrue(settings.get(Setting.USE_FIPS_ENDPOINT));
    assertEquals(Duration.ofMinutes(30), settings.identity().duration());
  }

  @Test
  void settingsMissingInAWholeIdentityAreNotReadFromTheEnvironment() {
    Configuration settings =
        resolve(
            Map.of(),
            GivenSettings.none()
                .withText(Setting.ROLE_ARN, OTHER_ROLE)
                .with(Setting.USE_ENVIRONMENT_IDENTITY, false));

    assertEquals(
        List.of("AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_REGION or AWS_DEFAULT_REGION"),
        settings.problems().stream().map(SettingProblem::name).toList());
  }
}
