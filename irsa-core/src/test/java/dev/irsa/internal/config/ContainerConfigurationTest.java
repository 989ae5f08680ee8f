package dev.irsa.internal.config;

import static dev.irsa.internal.config.ContainerEnvironment.AGENT;
import static dev.irsa.internal.config.ContainerEnvironment.FULL;
import static dev.irsa.internal.config.ContainerEnvironment.POD_IDENTITY;
import static dev.irsa.internal.config.ContainerEnvironment.PROJECTED;
import static dev.irsa.internal.config.ContainerEnvironment.RELATIVE;
import static dev.irsa.internal.config.ContainerEnvironment.SERVICE_ENDPOINT;
import static dev.irsa.internal.config.ContainerEnvironment.TOKEN;
import static dev.irsa.internal.config.ContainerEnvironment.TOKEN_FILE;
import static dev.irsa.internal.config.ContainerEnvironment.and;
import static dev.irsa.internal.config.ContainerEnvironment.identity;
import static dev.irsa.internal.config.ContainerEnvironment.onlyProblem;
import static dev.irsa.internal.config.ContainerEnvironment.podIdentityAnd;
import static dev.irsa.internal.config.ContainerEnvironment.resolve;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.fake.Secrets;
import dev.irsa.fake.Variables;
import dev.irsa.internal.identity.ContainerIdentity;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests container credentials: which of several settings counts, halves, and the token. */
final class ContainerConfigurationTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource({TOKEN_FILE + "," + PROJECTED, TOKEN + ", Basic abcd"})
  void aTokenAloneIsAnErrorThatNamesBothUris(String variable, String value) {
    Configuration settings = resolve(variable, value);

    assertTrue(settings.isConfigured());
    SettingProblem problem = onlyProblem(settings);
    assertEquals(FULL + " or " + RELATIVE, problem.name());
    assertTrue(problem.found().contains("although an authorization token"), problem::found);
    assertTrue(problem.fix().contains("containerCredentialsUri"), problem::fix);
    assertFalse(problem.toString().contains(value), problem::toString);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        AGENT,
        "http://[fd00:ec2::23]/v1/credentials",
        "http://169.254.170.23:8080/",
        "http://[fd00:0ec2:0:0:0:0:0:0023]/"
      })
  void theAgentsUriWithoutATokenIsAnErrorThatNamesTheTokensFile(String uri) {
    Configuration settings = resolve(FULL, uri);

    assertTrue(settings.isConfigured());
    SettingProblem problem = onlyProblem(settings);
    assertEquals(TOKEN_FILE, problem.name());
    assertTrue(problem.found().contains("EKS Pod Identity agent"), problem::found);
    assertTrue(problem.fix().contains(PROJECTED), problem::fix);
  }

  @Test
  void theAgentsUriGivenInCodeNeedsATokenGivenInCode() {
    GivenSettings uri =
        GivenSettings.none().withText(Setting.CONTAINER_CREDENTIALS_FULL_URI, AGENT);

    SettingProblem problem = onlyProblem(resolve(uri, POD_IDENTITY));

    assertTrue(problem.found().contains("for a URI given in code"), problem::found);
    assertTrue(problem.fix().contains("containerAuthorizationTokenFile(...)"), problem::fix);
  }

  @ParameterizedTest(name = "{0}={1}")
  @CsvSource({
    RELATIVE + ", /v2/credentials/4-2, http://169.254.170.2/v2/credentials/4-2",
    FULL + ", http://169.254.170.2/get-credentials,",
    FULL + ", http://127.0.0.1:1338/creds,",
    FULL + ", http://[::1]:1338/creds,",
    FULL + ", http://localhost:1338/creds,",
    FULL + ", https://vault.example.test/creds,"
  })
  void otherUrisAreAskedWithoutAToken(String variable, String value, String expected) {
    assertEquals(
        new ContainerIdentity(URI.create(expected == null ? value : expected), null, null),
        identity(resolve(variable, value)));
  }

  @Test
  void withoutASourceTheErrorOmitsWhateverElseIsInvalid() {
    Configuration settings = resolve("AWS_USE_FIPS_ENDPOINT", "maybe");
    MisconfiguredException failure = Configuration.failure(settings.problems());

    assertFalse(failure.isConfigured());
    assertEquals(1, failure.problems().size(), failure::getMessage);
  }

  @Test
  void theRelativeUriGoesBeforeTheFullOneAndBelongsToTheEndpointOfEcs() {
    Configuration settings = resolve(RELATIVE, "/v2/credentials/4-2?a=b", FULL, LOCAL);

    assertEquals(
        URI.create("http://169.254.170.2/v2/credentials/4-2?a=b"), identity(settings).uri());
    assertEquals(RELATIVE, settings.origins().get(RELATIVE));
    assertNull(settings.origins().get(FULL));
  }

  @Test
  void theRelativeUriOfTheEnvironmentDoesNotReplaceTheUriGivenInCode() {
    Configuration settings =
        resolve(
            GivenSettings.none().withText(Setting.CONTAINER_CREDENTIALS_FULL_URI, LOCAL),
            RELATIVE,
            "/a");

    assertEquals(URI.create(LOCAL), identity(settings).uri());
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost:8080, http://localhost:8080/a/b",
    "http://localhost:8080/, http://localhost:8080/a/b",
    "https://vault.example.test/base, https://vault.example.test/base/a/b",
    "https://vault.example.test/base/, https://vault.example.test/base/a/b",
    "http://169.254.170.2:80, http://169.254.170.2:80/a/b"
  })
  void theServiceEndpointReplacesEcsForTheRelativeUri(String endpoint, URI expected) {
    Configuration byVariable = resolve(RELATIVE, "/a/b", SERVICE_ENDPOINT, endpoint);
    Configuration byProperty =
        resolve(
            Map.of("aws.containerServiceEndpoint", endpoint),
            GivenSettings.none(),
            RELATIVE,
            "/a/b");

    assertEquals(expected, identity(byVariable).uri());
    assertEquals(expected, identity(byProperty).uri());
  }

  @Test
  void theTokensFileGoesBeforeTheToken() {
    Configuration settings = resolve(FULL, LOCAL, TOKEN_FILE, "/token", TOKEN, "Basic abcd");

    assertEquals(Path.of("/token"), identity(settings).tokenFile());
    assertNull(identity(settings).token());
    assertEquals(FULL, settings.origins().get(FULL));
    assertEquals(TOKEN_FILE, settings.origins().get(TOKEN_FILE));
  }

  @Test
  void theFileGivenInCodeGoesBeforeTheTokenGivenInCode() {
    GivenSettings both =
        GivenSettings.none()
            .withText(Setting.CONTAINER_AUTHORIZATION_TOKEN, "of-the-code")
            .withText(Setting.CONTAINER_AUTHORIZATION_TOKEN_FILE, "/code");

    assertEquals(Path.of("/code"), identity(resolve(both, POD_IDENTITY)).tokenFile());
  }

  @Test
  void theUriGivenInCodeNeverGetsATokenOfTheEnvironment() {
    GivenSettings uri =
        GivenSettings.none().withText(Setting.CONTAINER_CREDENTIALS_FULL_URI, LOCAL);

    ContainerIdentity identity = identity(resolve(uri, podIdentityAnd(TOKEN, "of-the-pod")));

    assertEquals(new ContainerIdentity(URI.create(LOCAL), null, null), identity);
  }

  private static final String SECRET = "s3cr3t-authorization-token";
  private static final String LOCAL = "http://localhost:1338/creds";

  static Stream<Arguments> refused() {
    return Stream.of(
        arguments("a line end", SECRET + "\r\nX-Injected: a"),
        arguments("a line feed", SECRET + "\nx"),
        arguments("a tab", SECRET + "\tx"),
        arguments("a NUL", SECRET + "\u0000x"),
        arguments("a DEL", SECRET + "\u007fx"),
        arguments("a NEL", SECRET + "\u0085x"),
        arguments("not ASCII", SECRET + "\u00e4"),
        arguments("a line separator", SECRET + "\u2028x"),
        arguments("an emoji", SECRET + "\ud83d\ude00"),
        arguments("20,001 characters", SECRET.repeat(800)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void aTokenThatNoHeaderCanCarryIsRefusedWithoutBeingShown(String row, String token) {
    Configuration settings = resolve(FULL, LOCAL, TOKEN, token);

    SettingProblem problem = onlyProblem(settings);
    assertEquals(TOKEN, problem.name());
    assertEquals(TOKEN, problem.origin());
    assertTrue(problem.found().contains("not shown"), problem::found);
    MisconfiguredException failure = Configuration.failure(settings.problems());
    Secrets.assertAbsent(settings + Secrets.allTextOf(failure), List.of(SECRET), 6);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic abcd", "Bearer  two  spaces", "!", "~", "a:b=c,d;e\"f\"\\g"})
  void aTokenMayHaveAnyVisibleForm(String token) {
    assertEquals(token, identity(resolve(FULL, LOCAL, TOKEN, token)).token().value());
  }

  // Settings of a web identity that a container endpoint does not know.

  @Test
  void aSessionPolicyIsAnError() {
    GivenSettings inline = GivenSettings.none().withText(Setting.SESSION_POLICY, "{}");
    GivenSettings managed =
        GivenSettings.none()
            .with(Setting.SESSION_POLICY_ARNS, List.of("arn:aws:iam::aws:policy/ReadOnlyAccess"));

    for (GivenSettings overrides : List.of(inline, managed)) {
      SettingProblem problem = onlyProblem(resolve(overrides, POD_IDENTITY));
      assertEquals("builder", problem.origin());
      assertTrue(problem.found().contains("cannot apply it"), problem::found);
      assertTrue(problem.fix().contains("chainedRole"), problem::fix);
    }
  }

  @ParameterizedTest
  @CsvSource({"IRSA_SESSION_DURATION_SECONDS, 900", "AWS_ROLE_SESSION_NAME, cart"})
  void settingsOfSessionsAreIgnoredWithANote(String variable, String value) {
    Setting<?> setting =
        variable.startsWith("IRSA") ? Setting.SESSION_DURATION : Setting.ROLE_SESSION_NAME;
    Configuration byVariable = resolve(ContainerEnvironment.podIdentityAnd(variable, value));
    Configuration byCode = resolve(GivenSettings.none().withText(setting, value), POD_IDENTITY);

    for (Configuration settings : List.of(byVariable, byCode)) {
      assertEquals(List.of(), settings.problems());
      assertEquals(1, settings.notes().size(), () -> settings.notes().toString());
      assertTrue(settings.notes().get(0).startsWith(variable + " is ignored"));
    }
  }

  private static final String ROLE = "arn:aws:iam::111122223333:role/cart";
  private static final String[] BOTH =
      podIdentityAnd("AWS_ROLE_ARN", ROLE, "AWS_WEB_IDENTITY_TOKEN_FILE", "/irsa/token");

  private static final GivenSettings ROLE_IN_CODE =
      GivenSettings.none()
          .withText(Setting.ROLE_ARN, ROLE)
          .withText(Setting.WEB_IDENTITY_TOKEN_FILE, "/code/token");
  private static final GivenSettings URI_IN_CODE =
      GivenSettings.none()
          .withText(Setting.CONTAINER_CREDENTIALS_FULL_URI, AGENT)
          .withText(Setting.CONTAINER_AUTHORIZATION_TOKEN_FILE, "/code/authorization");

  private static IdentitySource source(Configuration settings) {
    assertEquals(List.of(), settings.problems());
    return settings.identity().source();
  }

  @Test
  void irsaWinsInTheEnvironmentAndOneNoteSaysSo() {
    Configuration settings = resolve(BOTH);

    assertEquals(IdentitySource.WEB_IDENTITY, source(settings));
    assertEquals(1, settings.notes().size(), () -> settings.notes().toString());
    assertTrue(settings.notes().get(0).contains("IRSA is used"), () -> settings.notes().get(0));
    assertTrue(
        settings.notes().get(0).contains("remove the annotation eks.amazonaws.com/role-arn"));
    assertEquals(List.of(), settings.warnings());
  }

  static Stream<Arguments> halves() {
    return Stream.of(
        arguments("AWS_ROLE_ARN", ROLE, "AWS_WEB_IDENTITY_TOKEN_FILE"),
        arguments("AWS_WEB_IDENTITY_TOKEN_FILE", "/irsa/token", "AWS_ROLE_ARN"));
  }

  @ParameterizedTest(name = "{0} alone")
  @MethodSource("halves")
  void halfOfIrsaBesideAWholePodIdentityIsAnErrorThatNamesTheOtherHalf(
      String variable, String value, String missing) {
    Configuration settings = resolve(podIdentityAnd(variable, value));

    assertTrue(settings.isConfigured());
    SettingProblem problem = onlyProblem(settings);
    assertEquals(missing, problem.name());
    assertTrue(problem.found().contains("although " + variable + " is"), problem::found);
    assertTrue(problem.fix().contains("To use Pod Identity"), problem::fix);
    assertTrue(problem.fix().contains("remove " + variable), problem::fix);
  }

  @ParameterizedTest(name = "{0} alone")
  @MethodSource("halves")
  void halfOfIrsaAloneDoesNotSpeakOfPodIdentity(String variable, String value, String missing) {
    SettingProblem problem = onlyProblem(resolve(variable, value, "AWS_REGION", "eu-west-1"));

    assertEquals(missing, problem.name());
    assertFalse(problem.toString().contains("Pod Identity"), problem::toString);
  }

  @Test
  void bothGivenInCodeAreAnError() {
    GivenSettings both =
        URI_IN_CODE
            .withText(Setting.ROLE_ARN, ROLE)
            .withText(Setting.WEB_IDENTITY_TOKEN_FILE, "/code/token");
    SettingProblem problem = onlyProblem(resolve(both));
    assertEquals("builder", problem.origin());
    assertTrue(problem.found().contains("together with a web identity"), problem::found);
    assertTrue(problem.fix().contains("not both"), problem::fix);
  }

  @Test
  void containerCredentialsGivenInCodeGoBeforeIrsaInTheEnvironment() {
    Configuration settings = resolve(URI_IN_CODE, BOTH);

    assertEquals("/code/authorization", identity(settings).tokenFile().toString());
    assertEquals(List.of(), settings.notes());
  }

  @Test
  void aTokenGivenInCodeSelectsTheContainerCredentialsOfTheEnvironment() {
    GivenSettings token =
        GivenSettings.none().withText(Setting.CONTAINER_AUTHORIZATION_TOKEN, "of-the-code");

    assertEquals(AGENT, identity(resolve(token, BOTH)).uri().toString());
  }

  @Test
  void aWebIdentityGivenInCodeGoesBeforeThePodsContainerCredentialsWithoutANote() {
    Configuration settings = resolve(ROLE_IN_CODE, POD_IDENTITY);

    assertEquals(IdentitySource.WEB_IDENTITY, source(settings));
    assertEquals(List.of(), settings.notes(), "the annotation has no part in it");
  }

  @Test
  void theChosenSourceIsUsedAndTheSettingsOfTheOtherAreIgnored() {
    Configuration container =
        resolve(GivenSettings.none().with(Setting.IDENTITY_SOURCE, IdentitySource.CONTAINER), BOTH);
    Configuration webIdentity =
        resolve(
            GivenSettings.none().with(Setting.IDENTITY_SOURCE, IdentitySource.WEB_IDENTITY), BOTH);

    assertEquals(IdentitySource.CONTAINER, source(container));
    assertEquals(IdentitySource.WEB_IDENTITY, source(webIdentity));
    assertEquals(List.of(), container.notes());
    assertEquals(List.of(), webIdentity.notes());
  }

  @Test
  void theEnvironmentNamesTheOnlySourceAsWell() {
    String variable = "IRSA_IDENTITY_SOURCE";

    assertEquals(IdentitySource.CONTAINER, source(resolve(and(BOTH, variable, "Container"))));
    assertEquals(IdentitySource.WEB_IDENTITY, source(resolve(and(BOTH, variable, " "))));
    SettingProblem wrong = onlyProblem(resolve(and(BOTH, variable, "chained-role")));
    assertTrue(wrong.fix().contains("web-identity or container"), wrong::fix);
  }

  @ParameterizedTest
  @ValueSource(strings = {"web-identity", "container", "bogus"})
  void aProcessThatNamesItsOnlySourceIsConfigured(String source) {
    Configuration settings = resolve("IRSA_IDENTITY_SOURCE", source, "AWS_REGION", "eu-west-1");

    assertTrue(settings.isConfigured());
    MisconfiguredException failure = Configuration.failure(settings.problems());
    assertTrue(failure.isConfigured());
    assertTrue(failure.getMessage().contains("IRSA_IDENTITY_SOURCE"), failure::getMessage);
  }

  /** Each door of code: a builder, keys of a framework, properties of Spring, the agent. */
  static Stream<Arguments> identitiesInCode() {
    String agent = "webIdentityTokenFile of the SDK's provider";
    return Stream.of(
        arguments(ROLE_IN_CODE, "container", "roleArn(...)", "identitySource(...)"),
        arguments(URI_IN_CODE, "web-identity", "containerCredentialsUri(...)", "identitySource(.."),
        arguments(
            GivenSettings.none().withText(Setting.ROLE_ARN, ROLE, "role-arn"),
            "container",
            "role-arn",
            "or name the source with identity-source"),
        arguments(
            GivenSettings.none().withText(Setting.ROLE_ARN, ROLE, "irsa.role-arn"),
            "container",
            "irsa.role-arn",
            "or name the source with irsa.identity-source"),
        arguments(
            GivenSettings.none().withText(Setting.WEB_IDENTITY_TOKEN_FILE, "/sdk/token", agent),
            "container",
            agent,
            "unset"));
  }

  @ParameterizedTest(name = "{2}")
  @MethodSource("identitiesInCode")
  void theSourceOfTheEnvironmentNeverReplacesAnIdentityOfTheCode(
      GivenSettings given, String source, String name, String wayOut) {
    String[] pod = and(BOTH, "IRSA_IDENTITY_SOURCE", source);
    Configuration settings = resolve(given, pod);

    SettingProblem problem = onlyProblem(settings);
    assertEquals(Refusal.Kind.CONFLICT, problem.kind());
    assertTrue(problem.found().contains("IRSA_IDENTITY_SOURCE is " + source), problem::found);
    assertTrue(problem.fix().contains("IRSA_IDENTITY_SOURCE"), problem::fix);
    assertTrue(problem.fix().contains("remove " + name), problem::fix);
    assertTrue(problem.fix().contains(wayOut), problem::fix);
    assertThrows(
        MisconfiguredException.class,
        () -> Resolver.check(Environment.of(Variables.of(pod), Map.of()), given));
    IdentitySource inCode = ROLE_IN_CODE == given ? IdentitySource.WEB_IDENTITY : null;
    if (inCode != null) {
      assertEquals(inCode, source(resolve(given.with(Setting.IDENTITY_SOURCE, inCode), pod)));
    }
  }

  @Test
  void theSourceOfTheEnvironmentMayAgreeWithTheIdentityOfTheCode() {
    Configuration settings =
        resolve(ROLE_IN_CODE, and(BOTH, "IRSA_IDENTITY_SOURCE", "web-identity"));

    assertEquals(IdentitySource.WEB_IDENTITY, source(settings));
  }

  @Test
  void bothAmongTheKeysOfAFrameworkAreAnErrorOfThoseKeysBeforeTheFirstCall() {
    GivenSettings both =
        GivenSettings.none()
            .withText(Setting.ROLE_ARN, ROLE, "role-arn")
            .withText(Setting.CONTAINER_CREDENTIALS_FULL_URI, LOCAL, "container-credentials-uri");

    MisconfiguredException failure =
        assertThrows(
            MisconfiguredException.class,
            () -> Resolver.check(Environment.of(Variables.of(BOTH), Map.of()), both));

    String message = failure.getMessage();
    assertTrue(message.contains("container-credentials-uri: is set together"), message);
    assertTrue(message.contains("role-arn"), message);
    assertFalse(message.contains("builder") || message.contains("(...)"), message);
  }

  @Test
  void withAWholeIdentityTheContainerCredentialsOfTheEnvironmentAreIgnored() {
    Configuration settings =
        resolve(
            GivenSettings.none().with(Setting.USE_ENVIRONMENT_IDENTITY, false),
            podIdentityAnd(TOKEN, "x"));

    assertFalse(settings.isConfigured());
  }

  // The endpoints, and where they were set.

  @Test
  void theDescriptionNamesTheEndpointAndWhereItWasSet() {
    assertEquals(
        "the container's role, whose credentials come from the EKS Pod Identity agent at "
            + AGENT
            + " (AWS_CONTAINER_CREDENTIALS_FULL_URI)",
        resolve(POD_IDENTITY).get());
  }

  static Stream<Arguments> origins() {
    Map<String, String> none = Map.of();
    String path = "aws.containerCredentialsPath";
    String uri = "aws.containerCredentialsFullUri";
    String service = "http://agent.test";
    return Stream.of(
        arguments(Map.of(RELATIVE, "/a"), none, RELATIVE, RELATIVE),
        arguments(none, Map.of(path, "/a"), path, path),
        arguments(
            Map.of(RELATIVE, "/a", SERVICE_ENDPOINT, service), none, RELATIVE, SERVICE_ENDPOINT),
        arguments(none, Map.of(uri, "http://agent.test/"), uri, uri));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("origins")
  void theOriginsOfUriAndHostAreNamed(
      Map<String, String> variables, Map<String, String> properties, String uri, String host) {
    Configuration settings =
        Resolver.resolve(Environment.of(variables, properties), GivenSettings.none()).valid();

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
    String[] pod = podIdentityAnd("AWS_REGION", region);
    Configuration settings = resolve(variable == null ? pod : and(pod, variable, value)).valid();

    assertEquals(expected, settings.stsEndpoint());
    assertEquals(URI.create(AGENT), settings.endpoint());
    assertEquals(List.of(), settings.warnings());
  }

  @Test
  void aChainedRoleNeedsARegionWhichTheCredentialsOfTheContainerDoNot() {
    Configuration pod = resolve(podIdentityAnd("AWS_REGION", null)).valid();
    RoleRequest data = RoleRequest.of("arn:aws:iam::111122223333:role/data");

    SettingProblem problem = onlyProblem(Resolver.view(pod, GivenSettings.of(data, true)));

    assertEquals("AWS_REGION or AWS_DEFAULT_REGION", problem.name());
    assertTrue(problem.fix().contains("RoleRequest.withRegion(...)"), problem::fix);
  }

  @Test
  void aProxyIsNotUsedAndNotChecked() {
    Configuration settings =
        resolve(FULL, "https://vault.example.test/", "https_proxy", "http://a:b@proxy").valid();

    assertNull(settings.transport().proxy());
  }

  @Test
  void whatIsSetInCodeIsCheckedAtOnceAndWhatIsMissingLater() {
    Environment nothing = Environment.of(Map.of(), Map.of());
    GivenSettings uri =
        GivenSettings.none().withText(Setting.CONTAINER_CREDENTIALS_FULL_URI, AGENT);
    GivenSettings wrong = uri.withText(Setting.CONTAINER_AUTHORIZATION_TOKEN, "a\nb");

    Resolver.check(nothing, uri);

    assertThrows(MisconfiguredException.class, () -> Resolver.check(nothing, wrong));
  }
}
