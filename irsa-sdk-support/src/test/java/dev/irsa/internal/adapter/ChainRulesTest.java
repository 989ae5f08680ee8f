package dev.irsa.internal.adapter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.irsa.IrsaCredentials;
import dev.irsa.credentials.IdentitySource;
import dev.irsa.fake.SystemProperties;
import dev.irsa.internal.config.GivenSettings;
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

/** Tests which settings make a chain end at the role of the pod. */
final class ChainRulesTest {

  private static final String URI_PROPERTY = "aws.containerCredentialsFullUri";
  private static final String URI_VARIABLE = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
  private static final String ROLE_PROPERTY = "aws.roleArn";
  private static final String SOURCE_PROPERTY = "irsa.identitySource";
  private static final GivenSettings NONE = GivenSettings.none();

  private final SystemProperties properties = new SystemProperties();

  private static GivenSettings given(Consumer<IrsaCredentials.Builder> setting) {
    IrsaCredentials.Builder core = IrsaCredentials.builder();
    setting.accept(core);
    return core.given();
  }

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
    GivenSettings container = given(core -> core.containerCredentialsUri(uri));
    GivenSettings role = given(core -> core.roleArn(Samples.ROLE_ARN));
    GivenSettings only = given(core -> core.identitySource(IdentitySource.CONTAINER));
    Map<String, String> uriSet = Map.of(URI_PROPERTY, "http://localhost/");
    Map<String, String> both = Map.of(URI_PROPERTY, "x", ROLE_PROPERTY, Samples.ROLE_ARN);
    return Stream.of(
        arguments("container credentials of the environment", NONE, uriSet, true),
        arguments("invalid container credentials", NONE, Map.of(URI_PROPERTY, "x"), true),
        arguments("both, of which the container is the only source", only, both, true),
        arguments("half of IRSA beside container credentials", NONE, both, false),
        arguments("container credentials given in code", container, Map.of(), false),
        arguments("a web identity given in code", role, uriSet, false),
        arguments("nothing", NONE, Map.of(), false));
  }

  @Test
  void aKeyInPlaceOfTheNameOfAProfileIsNotShown() {
    properties.set(URI_PROPERTY, "http://localhost/");
    properties.set("aws.profile", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKE8");

    assertFalse(ChainRules.profileConflict(NONE).getMessage().contains("wJalr"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("places")
  void aProfileIsAConflictOnlyBesideContainerCredentialsThatAreUsed(
      String row, GivenSettings given, Map<String, String> set, boolean isUsed) {
    set.forEach(properties::set);
    properties.set("aws.profile", "reports");

    var conflict = ChainRules.profileConflict(given);

    assertEquals(isUsed, conflict != null);
    assertTrue(conflict == null || conflict.getMessage().contains("beside " + URI_VARIABLE));
    int others = set.containsValue("x") ? 1 : 0;
    assertTrue(conflict == null || conflict.problems().size() == 1 + others, "with all problems");
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
    assertFalse(ChainRules.isIrsaPod(NONE));

    properties.set(property, "x");

    assertTrue(ChainRules.isIrsaPod(NONE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"web-identity", "container", "bogus"})
  void theOnlySourceMakesTheProcessAConfiguredOne(String source) {
    properties.set(SOURCE_PROPERTY, source);

    assertTrue(ChainRules.isIrsaPod(NONE));
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
      assertTrue(ChainRules.isIrsaPod(given(setting)));
    }
    assertFalse(ChainRules.isIrsaPod(given(core -> core.region("eu-west-1"))));
  }
}
