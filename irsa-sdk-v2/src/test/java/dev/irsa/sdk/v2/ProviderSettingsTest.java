package dev.irsa.sdk.v2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.identity.MisconfiguredException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class ProviderSettingsTest {

  @Test
  void anUnknownKeyIsAnErrorThatListsTheKnownOnes() {
    var thrown =
        assertThrows(
            IrsaCredentialsException.class,
            () -> IrsaCredentialsProvider.create(Map.of("role_arn", "arn:aws:iam::1:role/r")));

    assertInstanceOf(MisconfiguredException.class, thrown.getCause());
    assertTrue(
        thrown
            .getMessage()
            .contains(
                "role_arn: is not a known setting. Fix: use role-arn, web-identity-token-file,"
                    + " role-session-name, region, duration-seconds"),
        thrown.getMessage());
  }

  @Test
  void allThatIsWrongIsToldAtOnce() {
    var thrown =
        assertThrows(
            IrsaCredentialsException.class,
            () -> new ProviderSettings(Map.of("rgion", "eu-west-1", "duration-seconds", "1h")));

    var cause = assertInstanceOf(MisconfiguredException.class, thrown.getCause());
    assertEquals(2, cause.problems().size());
    assertTrue(thrown.getMessage().contains("\"1h\" is not a whole number of seconds"));
  }

  @Test
  void aBlankValueCountsAsNotGiven() {
    var settings = new ProviderSettings(Map.of("region", " ", "role-session-name", " pod-1 "));

    assertEquals(Map.of("role-session-name", "pod-1"), settings.values());
  }

  @Test
  void keysOfAFrameworkInPropertiesAreLeftAlone() {
    Properties flink = new Properties();
    flink.setProperty("aws.region", "eu-west-1");
    flink.setProperty("aws.credentials.provider", "CUSTOM");
    flink.setProperty("AggregationEnabled", "true");
    flink.setProperty("region", "eu-central-1");

    ProviderSettings settings = ProviderSettings.among(flink);

    assertEquals(Map.of("region", "eu-central-1"), settings.values());
  }

  @Test
  void whatIcebergAddsToTheMapIsLeftAlone() {
    Map<String, String> iceberg = new HashMap<>();
    iceberg.put("client.credentials-provider", "dev.irsa.sdk.v2.IrsaCredentialsProvider");
    iceberg.put("credentials.uri", null);
    iceberg.put("role-session-name", null);
    iceberg.put("region", "eu-central-1");

    ProviderSettings settings = ProviderSettings.among(iceberg);

    assertEquals(Map.of("region", "eu-central-1"), settings.values());
  }

  @Test
  void aMisspeltKeyInPropertiesIsAnError() {
    Properties properties = new Properties();
    properties.setProperty("role_arn", "arn:aws:iam::111122223333:role/pod");

    assertThrows(IrsaCredentialsException.class, () -> new IrsaCredentialsProvider(properties));
  }

  @Test
  void defaultsOfPropertiesCount() {
    Properties defaults = new Properties();
    defaults.setProperty("region", "eu-central-1");

    ProviderSettings settings = ProviderSettings.among(new Properties(defaults));

    assertEquals(Map.of("region", "eu-central-1"), settings.values());
  }

  @Test
  void assignmentsAreSplitAtTheFirstEqualsSign() {
    ProviderSettings settings = ProviderSettings.of("role-session-name=a=b", "region=eu-west-1");

    assertEquals(Map.of("role-session-name", "a=b", "region", "eu-west-1"), settings.values());
  }

  @Test
  void anAssignmentWithoutValueIsAnError() {
    var thrown =
        assertThrows(
            IrsaCredentialsException.class, () -> IrsaCredentialsProvider.create("eu-west-1"));

    assertTrue(thrown.getMessage().contains("write key=value"), thrown.getMessage());
  }

  @Test
  void noSettingsMeanTheEnvironment() {
    assertEquals(Map.of(), new ProviderSettings(Map.of()).values());
    IrsaCredentialsProvider.create(Map.of()).close();
    new IrsaCredentialsProvider(new Properties()).close();
    new IrsaCredentialsProvider(new String[0]).close();
    new IrsaCredentialsProvider().close();
    IrsaCredentialsProvider.create().close();
  }
}
