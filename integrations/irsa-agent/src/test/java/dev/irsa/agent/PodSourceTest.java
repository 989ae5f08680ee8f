package dev.irsa.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodSourceTest {

  @ParameterizedTest
  @CsvSource({
    "AWS_ROLE_ARN, IRSA",
    "AWS_WEB_IDENTITY_TOKEN_FILE, IRSA",
    "aws.roleArn, IRSA",
    "aws.webIdentityTokenFile, IRSA",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI, POD_IDENTITY",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE, POD_IDENTITY",
    "aws.containerCredentialsFullUri, POD_IDENTITY",
    "aws.containerAuthorizationTokenFile, POD_IDENTITY",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI, ",
    "AWS_REGION, "
  })
  void oneSettingOfAPodIsEnough(String setting, PodSource source) {
    Map<String, String> given = Map.of(setting, "x");

    assertEquals(source, of(given));
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
        PodSource.IRSA, of(Map.of(setting, "x", "AWS_CONTAINER_CREDENTIALS_FULL_URI", "y")));
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
  void theSettingChoosesBetweenBoth(String setting, String value, PodSource source) {
    assertEquals(
        source,
        of(Map.of(setting, value, "AWS_ROLE_ARN", "x", "AWS_CONTAINER_CREDENTIALS_FULL_URI", "y")));
  }

  @ParameterizedTest
  @CsvSource({"container, POD_IDENTITY", "web-identity, IRSA", "unknown, IRSA", "' ', "})
  void theSettingAloneIsEnough(String value, PodSource source) {
    assertEquals(source, of(Map.of("IRSA_IDENTITY_SOURCE", value)));
  }

  @Test
  void thePropertyGoesBeforeTheVariable() {
    assertEquals(
        PodSource.POD_IDENTITY,
        of(Map.of("irsa.identitySource", "container", "IRSA_IDENTITY_SOURCE", "web-identity")));
  }

  private static PodSource of(Map<String, String> given) {
    Map<String, String> variables = new HashMap<>(given);
    variables.keySet().removeIf(name -> name.contains("."));
    Map<String, String> properties = new HashMap<>(given);
    properties.keySet().removeAll(variables.keySet());
    return PodSource.of(variables, properties);
  }
}
