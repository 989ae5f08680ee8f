package dev.irsa.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.irsa.internal.config.Setting;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DetectedPodTest {

  /** ECS and Greengrass set these, EKS does not. */
  private static final Set<Setting<?>> OF_OTHER_CONTAINERS =
      Set.of(Setting.CONTAINER_CREDENTIALS_RELATIVE_URI, Setting.CONTAINER_AUTHORIZATION_TOKEN);

  /** Returns the names of all settings of the core, which the agent must not load for this. */
  static Stream<Arguments> namesOfSettings() {
    return Setting.values().stream()
        .filter(setting -> setting != Setting.IDENTITY_SOURCE)
        .flatMap(
            setting ->
                Stream.concat(setting.variables().stream(), setting.properties().stream())
                    .map(name -> Arguments.of(name, sourceOf(setting))));
  }

  private static @Nullable DetectedPod sourceOf(Setting<?> setting) {
    return switch (setting.scope()) {
      case WEB_IDENTITY -> DetectedPod.IRSA;
      case CONTAINER -> OF_OTHER_CONTAINERS.contains(setting) ? null : DetectedPod.POD_IDENTITY;
      default -> null;
    };
  }

  @ParameterizedTest
  @MethodSource("namesOfSettings")
  void oneSettingOfAPodIsEnough(String setting, @Nullable DetectedPod source) {
    assertEquals(source, of(Map.of(setting, "x")));
  }

  @ParameterizedTest
  @CsvSource({"AWS_ROLE_ARN", "AWS_CONTAINER_CREDENTIALS_FULL_URI"})
  void anEmptySettingIsNone(String setting) {
    assertEquals(null, of(Map.of(setting, " ")));
  }

  @ParameterizedTest
  @CsvSource({"AWS_ROLE_ARN", "AWS_WEB_IDENTITY_TOKEN_FILE"})
  void irsaComesFirst(String setting) {
    assertEquals(
        DetectedPod.IRSA, of(Map.of(setting, "x", "AWS_CONTAINER_CREDENTIALS_FULL_URI", "y")));
  }

  @ParameterizedTest
  @CsvSource({
    "IRSA_IDENTITY_SOURCE, container, POD_IDENTITY",
    "IRSA_IDENTITY_SOURCE, ' Container ', POD_IDENTITY",
    "IRSA_IDENTITY_SOURCE, web-identity, IRSA",
    "IRSA_IDENTITY_SOURCE, unknown, IRSA",
    "IRSA_IDENTITY_SOURCE, ' ', IRSA",
    "irsa.identitySource, container, POD_IDENTITY",
    "irsa.identitySource, web-identity, IRSA"
  })
  void theSettingChoosesBetweenBoth(String setting, String value, DetectedPod source) {
    assertEquals(
        source,
        of(Map.of(setting, value, "AWS_ROLE_ARN", "x", "AWS_CONTAINER_CREDENTIALS_FULL_URI", "y")));
  }

  @ParameterizedTest
  @CsvSource({"container, POD_IDENTITY", "web-identity, IRSA", "unknown, IRSA", "' ', "})
  void theSettingAloneIsEnough(String value, DetectedPod source) {
    assertEquals(source, of(Map.of("IRSA_IDENTITY_SOURCE", value)));
  }

  @Test
  void thePropertyGoesBeforeTheVariable() {
    assertEquals(
        DetectedPod.POD_IDENTITY,
        of(Map.of("irsa.identitySource", "container", "IRSA_IDENTITY_SOURCE", "web-identity")));
  }

  private static DetectedPod of(Map<String, String> given) {
    Map<String, String> variables = new HashMap<>(given);
    variables.keySet().removeIf(name -> name.contains("."));
    Map<String, String> properties = new HashMap<>(given);
    properties.keySet().removeAll(variables.keySet());
    return DetectedPod.of(variables, properties);
  }
}
