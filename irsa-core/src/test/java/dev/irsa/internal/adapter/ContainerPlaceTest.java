package dev.irsa.internal.adapter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.irsa.IrsaCredentials;
import dev.irsa.credentials.IdentitySource;
import dev.irsa.internal.config.Given;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests, without an SDK, where the session of a process stands in a chain. */
final class ContainerPlaceTest {

  private static final String URI_PROPERTY = "aws.containerCredentialsFullUri";
  private static final String ROLE_PROPERTY = "aws.roleArn";
  private static final String SOURCE_PROPERTY = "irsa.identitySource";
  private static final HandleSettings NONE = HandleSettings.none();

  private final SystemProperties properties = new SystemProperties();

  @BeforeEach
  void beNoPod() {
    properties.clear(
        ROLE_PROPERTY,
        "aws.webIdentityTokenFile",
        URI_PROPERTY,
        "aws.containerCredentialsPath",
        "aws.containerAuthorizationTokenFile",
        "aws.containerAuthorizationToken",
        SOURCE_PROPERTY);
  }

  @AfterEach
  void restore() {
    properties.close();
  }

  static Stream<Arguments> places() {
    URI uri = URI.create("http://localhost/");
    HandleSettings container = NONE.with(core -> core.containerCredentialsUri(uri));
    HandleSettings role = NONE.with(core -> core.roleArn(Samples.ROLE_ARN));
    IdentitySource ofContainer = IdentitySource.CONTAINER;
    IdentitySource ofWeb = IdentitySource.WEB_IDENTITY;
    Map<String, String> nothing = Map.of();
    Map<String, String> uriSet = Map.of(URI_PROPERTY, "http://localhost/");
    Map<String, String> both = Map.of(URI_PROPERTY, "x", ROLE_PROPERTY, Samples.ROLE_ARN);
    return Stream.of(
        arguments("container credentials of the environment", NONE, uriSet, ofContainer, true),
        arguments("a web identity", NONE, nothing, ofWeb, false),
        arguments("a web identity beside container credentials", NONE, both, ofWeb, false),
        arguments("container credentials given in code", container, nothing, ofContainer, false),
        arguments("a web identity given in code", role, uriSet, ofWeb, false),
        arguments("nothing", NONE, nothing, null, false),
        arguments("invalid container credentials", NONE, uriSet, null, true),
        arguments("half of IRSA beside container credentials", NONE, both, null, false),
        arguments("half a web identity given in code", role, uriSet, null, false),
        arguments("invalid container credentials given in code", container, uriSet, null, false));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("places")
  void isThatOfTheContainerOnlyForContainerCredentialsOfTheEnvironment(
      String row,
      HandleSettings settings,
      Map<String, String> set,
      IdentitySource source,
      boolean expected) {
    set.forEach(properties::set);

    assertEquals(expected, settings.areOfContainer(source));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        URI_PROPERTY,
        "aws.containerCredentialsPath",
        "aws.containerAuthorizationTokenFile",
        "aws.containerAuthorizationToken"
      })
  void eachSettingMakesTheProcessAConfiguredOne(String property) {
    assertFalse(NONE.areOfAnIrsaPod());

    properties.set(property, "x");

    assertTrue(NONE.areOfAnIrsaPod());
    assertTrue(NONE.areOfContainer(null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"web-identity", "container", "bogus"})
  void theOnlySourceMakesTheProcessAConfiguredOne(String source) {
    properties.set(SOURCE_PROPERTY, source);

    assertTrue(NONE.areOfAnIrsaPod());
  }

  @Test
  void eachSettingInCodeMakesTheProcessAConfiguredOne() {
    List<Consumer<IrsaCredentials.Builder>> settings =
        List.of(
            core -> core.identitySource(IdentitySource.WEB_IDENTITY),
            core -> core.roleArn(Samples.ROLE_ARN),
            core -> core.webIdentityTokenFile(Path.of("/token")),
            core -> core.webIdentityToken(() -> "token"),
            core -> core.containerCredentialsUri(URI.create("http://localhost/")),
            core -> core.containerAuthorizationTokenFile(Path.of("/token")),
            core -> core.containerAuthorizationToken("a-token"));
    for (Consumer<IrsaCredentials.Builder> setting : settings) {
      assertTrue(NONE.with(setting).areOfAnIrsaPod());
    }
    assertFalse(NONE.with(core -> core.region("eu-west-1")).areOfAnIrsaPod());
  }

  @Test
  void settingsOfFrameworksSetTheUriAndTheTokensFile() {
    Given given =
        FrameworkSettings.of(
                Map.of(
                    "container-credentials-uri", "http://localhost:1338/creds",
                    "container-authorization-token-file", "/token"))
            .given();
    try (IrsaCredentials handle =
        IrsaCredentials.builder().given(given).environment(Map.of()).build()) {
      assertEquals(URI.create("http://localhost:1338/***"), handle.status().endpoint());
      assertEquals(Path.of("/token"), handle.status().tokenFile());
    }
  }
}
