package dev.irsa.internal.config;

import static dev.irsa.internal.config.ContainerEnvironment.FULL;
import static dev.irsa.internal.config.ContainerEnvironment.POD_IDENTITY;
import static dev.irsa.internal.config.ContainerEnvironment.RELATIVE;
import static dev.irsa.internal.config.ContainerEnvironment.SERVICE_ENDPOINT;
import static dev.irsa.internal.config.ContainerEnvironment.TOKEN;
import static dev.irsa.internal.config.ContainerEnvironment.TOKEN_FILE;
import static dev.irsa.internal.config.ContainerEnvironment.and;
import static dev.irsa.internal.config.ContainerEnvironment.identity;
import static dev.irsa.internal.config.ContainerEnvironment.podIdentityAnd;
import static dev.irsa.internal.config.ContainerEnvironment.resolve;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.irsa.internal.identity.ContainerIdentity;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests which of several settings of container credentials is used. */
final class ContainerPrecedenceTest {

  private static final String LOCAL = "http://localhost:1338/creds";

  static Stream<Arguments> settings() {
    return Stream.of(
        arguments("the full URI", Setting.CONTAINER_CREDENTIALS_FULL_URI, FULL, "FullUri", LOCAL),
        arguments(
            "the token's file",
            Setting.CONTAINER_AUTHORIZATION_TOKEN_FILE,
            TOKEN_FILE,
            "AuthorizationTokenFile",
            "/other/token"),
        arguments(
            "the token",
            Setting.CONTAINER_AUTHORIZATION_TOKEN,
            TOKEN,
            "AuthorizationToken",
            "Basic abcd"));
  }

  private static String property(String name) {
    return "aws.container" + (name.equals("FullUri") ? "CredentialsFullUri" : name);
  }

  /** Another URI without a token, so that every row has all that it needs. */
  private static String[] withUri(String... more) {
    return and(new String[] {FULL, "http://127.0.0.1:9/"}, more);
  }

  private static String valueOf(Settings settings, Setting setting) {
    ContainerIdentity identity = identity(settings);
    return switch (setting) {
      case CONTAINER_CREDENTIALS_FULL_URI -> identity.uri().toString();
      case CONTAINER_AUTHORIZATION_TOKEN_FILE -> identity.tokenFile().toString();
      default -> identity.token().value();
    };
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("settings")
  void theBuilderGoesBeforeThePropertyAndThatBeforeTheVariable(
      String row, Setting setting, String variable, String property, String text) {
    Map<String, String> invalid = Map.of(property(property), "not valid \u0000");
    assertIs(text, setting, variable, resolve(withUri(variable, "\t" + text + " \r\n")));
    assertIs(
        text,
        setting,
        property(property),
        resolve(
            Map.of(property(property), text),
            Overrides.none(),
            withUri(variable, "not valid \u0000")));
    assertIs(
        text,
        setting,
        "builder",
        resolve(invalid, Overrides.none().with(setting, text), withUri()));
    assertIs(
        text,
        setting,
        variable,
        resolve(
            Map.of(property(property), " "),
            Overrides.none().with(setting, ""),
            withUri(variable, text)));
  }

  private static void assertIs(String text, Setting setting, String origin, Settings settings) {
    assertEquals(text, valueOf(settings, setting));
    assertEquals(origin, settings.origins().get(setting.label()));
  }

  @Test
  void theRelativeUriGoesBeforeTheFullOneAndBelongsToTheEndpointOfEcs() {
    Settings settings = resolve(RELATIVE, "/v2/credentials/4-2?a=b", FULL, LOCAL);

    assertEquals(
        URI.create("http://169.254.170.2/v2/credentials/4-2?a=b"), identity(settings).uri());
    assertEquals(RELATIVE, settings.origins().get(RELATIVE));
    assertNull(settings.origins().get(FULL));
  }

  @Test
  void theRelativeUriOfTheEnvironmentDoesNotReplaceTheUriGivenInCode() {
    Settings settings =
        resolve(
            Overrides.none().with(Setting.CONTAINER_CREDENTIALS_FULL_URI, LOCAL), RELATIVE, "/a");

    assertEquals(URI.create(LOCAL), identity(settings).uri());
  }

  static Stream<Arguments> serviceEndpoints() {
    return Stream.of(
        arguments("http://localhost:8080", "http://localhost:8080/a/b"),
        arguments("http://localhost:8080/", "http://localhost:8080/a/b"),
        arguments("https://vault.example.test/base", "https://vault.example.test/base/a/b"),
        arguments("https://vault.example.test/base/", "https://vault.example.test/base/a/b"),
        arguments("http://169.254.170.2:80", "http://169.254.170.2:80/a/b"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("serviceEndpoints")
  void theServiceEndpointReplacesThatOfEcsForTheRelativeUri(String endpoint, String expected) {
    assertEquals(
        URI.create(expected),
        identity(resolve(RELATIVE, "/a/b", SERVICE_ENDPOINT, endpoint)).uri());
    assertEquals(
        URI.create(expected),
        identity(
                resolve(
                    Map.of("aws.containerServiceEndpoint", endpoint),
                    Overrides.none(),
                    RELATIVE,
                    "/a/b"))
            .uri());
  }

  @Test
  void theTokensFileGoesBeforeTheToken() {
    ContainerIdentity identity =
        identity(resolve(FULL, LOCAL, TOKEN_FILE, "/token", TOKEN, "Basic abcd"));

    assertEquals(Path.of("/token"), identity.tokenFile());
    assertNull(identity.token());
  }

  @Test
  void theFileGivenInCodeGoesBeforeTheTokenGivenInCode() {
    Overrides both =
        Overrides.none()
            .with(Setting.CONTAINER_AUTHORIZATION_TOKEN, "of-the-code")
            .with(Setting.CONTAINER_AUTHORIZATION_TOKEN_FILE, "/code");

    assertEquals(Path.of("/code"), identity(resolve(both, POD_IDENTITY)).tokenFile());
  }

  @Test
  void theUriGivenInCodeNeverGetsATokenOfTheEnvironment() {
    Overrides uri = Overrides.none().with(Setting.CONTAINER_CREDENTIALS_FULL_URI, LOCAL);

    ContainerIdentity identity = identity(resolve(uri, podIdentityAnd(TOKEN, "of-the-pod")));

    assertEquals(new ContainerIdentity(URI.create(LOCAL), null, null), identity);
  }
}
