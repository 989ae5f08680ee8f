package dev.irsa.internal.adapter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.IrsaCredentials;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.internal.config.Environment;
import dev.irsa.internal.config.GivenSettings;
import dev.irsa.internal.config.Resolver;
import dev.irsa.internal.config.Setting;
import dev.irsa.internal.config.ViewRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FrameworkSettingsTest {

  /** Returns the texts that were given, by the name of their origin. */
  private static Map<String, Object> values(IrsaCredentials.Builder settings) {
    Map<String, Object> values = new HashMap<>();
    for (Setting<?> setting : Setting.values()) {
      if (settings.given().has(setting)) {
        values.put(setting.frameworkKey(), settings.given().get(setting));
      }
    }
    return values;
  }

  /** Among them, each setting that has a key finds a value. */
  private static final List<String> TEXTS =
      List.of(
          "arn:aws:iam::111122223333:role/one",
          "/one",
          "http://localhost:1/one",
          "eu-central-1",
          "true",
          "legacy",
          "900",
          "web-identity");

  static List<Setting<?>> settings() {
    return Setting.values().stream().filter(each -> each.frameworkKey() != null).toList();
  }

  @ParameterizedTest
  @MethodSource("settings")
  void aKeyFillsItsSettingUnderItsOwnName(Setting<?> setting) throws IOException {
    String key = setting.frameworkKey();
    String text =
        TEXTS.stream()
            .filter(
                each -> Resolver.problems(GivenSettings.none().withText(setting, each)).isEmpty())
            .findFirst()
            .orElseThrow();
    GivenSettings given = FrameworkSettings.of(Map.of(key, text)).given();

    assertEquals(
        List.of(setting), Setting.values().stream().filter(each -> given.has(each)).toList());
    Environment none = Environment.of(Map.of(), Map.of());
    assertEquals(key, Resolver.resolve(none, given).found(setting).origin());
    GivenSettings wrong = GivenSettings.none().withText(setting, "\u0000", key);
    Resolver.problems(wrong).forEach(problem -> assertEquals(key, problem.name()));
    String page = Files.readString(Path.of("..", "docs", "settings.md"));
    assertTrue(page.contains("`" + key + "`"), key);
  }

  private static final String ARN = "arn:aws:iam::111122223333:role/reader";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "roleArn",
        "role_arn",
        "role.arn",
        "ROLE-ARN",
        "rolearn",
        "roleSessionName",
        "webIdentityTokenFile",
        "web_identity_token_file",
        "durationSeconds",
        "Region",
        "rgion",
        "reigon",
        "role-anr",
        "role-arns",
        "role-sesion-name",
        "web-identity-tokenfile",
        "duration-second"
      })
  void aMisspelledKeyIsAnErrorThatListsTheKnownOnesInEveryFactory(String key) {
    Map<String, String> entries = Map.of(key, ARN);
    Properties properties = new Properties();
    properties.putAll(entries);
    List<String> known = new ArrayList<>();
    Setting.values().stream()
        .map(Setting::frameworkKey)
        .filter(Objects::nonNull)
        .forEach(known::add);
    known.addAll(
        List.of("chained-role-arn", "chained-role-session-name", "chained-role-external-id"));

    for (MisconfiguredException told :
        List.of(
            assertThrows(MisconfiguredException.class, () -> FrameworkSettings.of(entries)),
            assertThrows(MisconfiguredException.class, () -> FrameworkSettings.among(entries)),
            assertThrows(MisconfiguredException.class, () -> FrameworkSettings.among(properties)),
            assertThrows(
                MisconfiguredException.class,
                () -> FrameworkSettings.ofAssignments(key + "=" + ARN)))) {
      assertTrue(
          told.getMessage()
              .contains(key + ": is not a known setting. Fix: use " + String.join(", ", known)),
          told.getMessage());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"web-identity-token-file", "container-authorization-token-file"})
  void whatIsNotAPathNamesItsKey(String key) {
    Map<String, String> entries = Map.of(key, "/tmp/\0x");

    var wrong = assertThrows(MisconfiguredException.class, () -> FrameworkSettings.of(entries));

    assertTrue(
        wrong.getMessage().contains(key + ": \"/tmp/?x\" is not a path"), wrong.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "aws.region",
        "aws.credentials.provider",
        "AggregationEnabled",
        "name",
        "topics",
        "transforms",
        "class",
        "retries",
        "flush.size",
        "s3.region",
        "aws.role.arn",
        "session-name",
        "origin",
        "uri",
        "warehouse",
        "token",
        "credentials.uri",
        "client.region",
        "legion-name"
      })
  void keysOfTheFrameworkAreIgnoredAmongAllSettings(String key) {
    Properties properties = new Properties();
    properties.setProperty(key, "x");
    properties.setProperty("region", "eu-central-1");

    assertEquals(Map.of("region", "eu-central-1"), values(FrameworkSettings.among(properties)));
  }

  @Test
  void aChainedRoleHasItsNameAndExternalId() {
    IrsaCredentials.Builder settings =
        FrameworkSettings.of(
            Map.of(
                "chained-role-arn", ARN,
                "chained-role-session-name", "sink",
                "chained-role-external-id", "partner"));

    assertEquals(
        List.of(
            new ViewRequest(
                RoleRequest.of(ARN).withRoleSessionName("sink").withExternalId("partner"), true)),
        settings.given().views());
    var told =
        assertThrows(
            MisconfiguredException.class,
            () -> FrameworkSettings.of(Map.of("chained-role-external-id", "partner")));
    assertTrue(
        told.getMessage().contains("chained-role-external-id: is set without chained-role-arn"),
        told.getMessage());
  }

  @Test
  void allProblemsAreReportedAtOnce() {
    var told =
        assertThrows(
            MisconfiguredException.class,
            () -> FrameworkSettings.of(Map.of("rgion", "eu-west-1", "duration-seconds", "1h")));

    assertEquals(2, told.problems().size());
    assertTrue(told.getMessage().contains("duration-seconds: \"1h\" is not a session duration"));
  }

  @Test
  void aBlankOrMissingValueCountsAsNotGiven() {
    Map<String, String> entries = new HashMap<>();
    entries.put("region", " ");
    entries.put("role-arn", null);
    entries.put("role-session-name", " pod-1 ");

    assertEquals(Map.of("role-session-name", "pod-1"), values(FrameworkSettings.among(entries)));
  }

  @Test
  void valuesOfOtherTypesAreConvertedToText() {
    assertEquals(
        Map.of("duration-seconds", "900"),
        values(FrameworkSettings.among(Map.of("duration-seconds", 900, "tasks.max", 1))));
  }

  @Test
  void defaultsOfPropertiesCount() {
    Properties defaults = new Properties();
    defaults.setProperty("region", "eu-central-1");

    assertEquals(
        Map.of("region", "eu-central-1"),
        values(FrameworkSettings.among(new Properties(defaults))));
  }

  @Test
  void assignmentsAreSplitAtTheFirstEqualsSign() {
    assertEquals(
        Map.of("role-session-name", "a=b", "region", "eu-west-1"),
        values(FrameworkSettings.ofAssignments("role-session-name=a=b", " region=eu-west-1", "")));
  }

  @ParameterizedTest
  @ValueSource(strings = {ARN, " " + ARN, "arn:aws:iam::111122223333:role/a=b"})
  void anArnInsteadOfAnAssignmentIsAnErrorThatShowsTheCorrectForm(String arn) {
    var wrong =
        assertThrows(MisconfiguredException.class, () -> FrameworkSettings.ofAssignments(arn));

    assertTrue(wrong.getMessage().contains(arn.trim() + ": is an ARN"), wrong::getMessage);
    assertTrue(wrong.remedy().contains("write role-arn=" + arn.trim()), wrong::remedy);
  }

  @Test
  void anAssignmentWithoutValueIsAnError() {
    var told =
        assertThrows(
            MisconfiguredException.class, () -> FrameworkSettings.ofAssignments("eu-west-1"));

    assertTrue(told.getMessage().contains("write key=value"), told.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "ASIAIOSFODNN7EXAMPLE",
        "eyJhbGciOiJSUzI1NiJ9.eyJzdWIi.c2ln",
        "IQoJb3JpZ2luX2VjEBYaCWV1LXdlc3QtMSJHMEUCIQDx=="
      })
  void aSecretInPlaceOfASettingIsNotShown(String secret) {
    for (MisconfiguredException told :
        List.of(
            assertThrows(
                MisconfiguredException.class, () -> FrameworkSettings.of(Map.of(secret, "x"))),
            assertThrows(
                MisconfiguredException.class, () -> FrameworkSettings.ofAssignments(secret)))) {
      for (String piece : secret.replace("=", "").split("[./]", -1)) {
        assertTrue(!told.getMessage().contains(piece), told.getMessage());
      }
    }
  }
}
