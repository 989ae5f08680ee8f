package dev.irsa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.fake.Variables;
import dev.irsa.internal.config.Environment;
import dev.irsa.internal.config.Overrides;
import dev.irsa.internal.config.Setting;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests the configuration of sessions with container credentials. */
final class ContainerResolvedSettingsTest {

  private static final String AGENT = "http://169.254.170.23/v1/credentials";
  private static final String FULL = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
  private static final String RELATIVE = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
  private static final String TOKEN = "AWS_CONTAINER_AUTHORIZATION_TOKEN";
  private static final String TOKEN_FILE = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE";

  private static ResolvedSettings resolve(Overrides overrides, String... variables) {
    return ResolvedSettings.resolve(
        Environment.of(Variables.of(variables), Map.of()), overrides, null, null);
  }

  private static ResolvedSettings resolve(String... variables) {
    return resolve(Overrides.none(), variables);
  }

  private static ResolvedSettings pod() {
    return resolve(FULL, AGENT, TOKEN_FILE, "/token");
  }

  @Test
  void theDescriptionNamesTheEndpointAndWhereItWasSet() {
    assertEquals(
        "the container's role, whose credentials come from the EKS Pod Identity agent at "
            + AGENT
            + " (AWS_CONTAINER_CREDENTIALS_FULL_URI)",
        pod().get());
  }

  static Stream<Arguments> origins() {
    Map<String, String> none = Map.of();
    return Stream.of(
        arguments(Map.of(RELATIVE, "/a"), none, RELATIVE, RELATIVE),
        arguments(
            none,
            Map.of("aws.containerCredentialsPath", "/a"),
            "aws.containerCredentialsPath",
            "aws.containerCredentialsPath"),
        arguments(
            Map.of(RELATIVE, "/a", "AWS_CONTAINER_SERVICE_ENDPOINT", "http://agent.test"),
            none,
            RELATIVE,
            "AWS_CONTAINER_SERVICE_ENDPOINT"),
        arguments(
            none,
            Map.of("aws.containerCredentialsFullUri", "http://agent.test/"),
            "aws.containerCredentialsFullUri",
            "aws.containerCredentialsFullUri"));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("origins")
  void theOriginsOfUriAndHostAreNamed(
      Map<String, String> variables, Map<String, String> properties, String uri, String host) {
    ResolvedSettings settings =
        ResolvedSettings.resolve(
            Environment.of(variables, properties), Overrides.none(), null, null);

    assertTrue(settings.get().endsWith("(" + uri + ")"), settings);
    assertEquals(host, settings.originOfHost());
  }

  // Where roles can be assumed with the credentials.

  static Stream<Arguments> stsEndpoints() {
    String region = "AWS_REGION";
    return Stream.of(
        arguments(Map.of(), null),
        arguments(Map.of(region, "eu-west-1"), "https://sts.eu-west-1.amazonaws.com/"),
        arguments(Map.of(region, "cn-north-1"), "https://sts.cn-north-1.amazonaws.com.cn/"),
        arguments(
            Map.of(region, "us-east-1", "AWS_USE_FIPS_ENDPOINT", "true"),
            "https://sts-fips.us-east-1.amazonaws.com/"),
        arguments(
            Map.of(region, "eu-west-1", "AWS_ENDPOINT_URL_STS", "http://localhost:1/"),
            "http://localhost:1/"),
        arguments(Map.of("AWS_ENDPOINT_URL", "http://localhost:1/"), "http://localhost:1/"),
        arguments(Map.of(region, "EU WEST"), null),
        arguments(Map.of(region, "eu-west-1", "AWS_USE_FIPS_ENDPOINT", "maybe"), null),
        arguments(Map.of(region, "eu-west-1", "AWS_ENDPOINT_URL_STS", "http://far.test/"), null));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("stsEndpoints")
  void theEndpointOfStsIsKnownIfItIsConfiguredAndIsNotRequired(
      Map<String, String> more, String expected) {
    Map<String, String> variables = new HashMap<>(more);
    variables.put(FULL, AGENT);
    variables.put(TOKEN_FILE, "/token");
    ResolvedSettings settings =
        ResolvedSettings.resolve(Environment.of(variables, Map.of()), Overrides.none(), null, null);

    assertEquals(expected == null ? null : URI.create(expected), settings.stsEndpoint());
    assertEquals(URI.create(AGENT), settings.endpoint());
    assertEquals(List.of(), settings.warnings());
  }

  @Test
  void theSameUriAndTokenAreOneSession() {
    assertEquals(pod().key(), pod().key());
    assertEquals(
        resolve(FULL, AGENT, TOKEN, "a-token").key(),
        resolve(
                Overrides.none().with(Setting.CONTAINER_AUTHORIZATION_TOKEN, "a-token"),
                FULL,
                AGENT)
            .key());
    assertEquals(resolve(RELATIVE, "/a").key(), resolve(FULL, "http://169.254.170.2/a").key());
  }

  static Stream<Arguments> others() {
    return Stream.of(
        arguments("another path", resolve(FULL, AGENT + "/b", TOKEN_FILE, "/token")),
        arguments("another query", resolve(FULL, AGENT + "?b", TOKEN_FILE, "/token")),
        arguments("another file", resolve(FULL, AGENT, TOKEN_FILE, "/token2")),
        arguments("a token", resolve(FULL, AGENT, TOKEN, "/token")),
        arguments("another token", resolve(FULL, AGENT, TOKEN, "/token2")),
        arguments(
            "an authority",
            resolve(FULL, AGENT, TOKEN_FILE, "/token", "AWS_CA_BUNDLE", "/etc/ca.pem")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("others")
  void anotherUriOrTokenIsAnotherSession(String row, ResolvedSettings other) {
    assertNotEquals(pod().key(), other.key());
  }

  @Test
  void whatIsGivenInCodeIsCheckedAtOnceAndWhatIsMissingLater() {
    Overrides given = Overrides.none().with(Setting.CONTAINER_CREDENTIALS_FULL_URI, AGENT);
    Environment nothing = Environment.of(Map.of(), Map.of());

    ResolvedSettings.check(nothing, given);
    assertThrows(
        MisconfiguredException.class,
        () ->
            ResolvedSettings.check(
                nothing,
                given.with(Setting.CONTAINER_CREDENTIALS_FULL_URI, "http://198.51.100.7/")));
    assertThrows(
        MisconfiguredException.class,
        () ->
            ResolvedSettings.check(
                nothing, given.with(Setting.CONTAINER_AUTHORIZATION_TOKEN, "a\nb")));
  }
}
