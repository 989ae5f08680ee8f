package dev.irsa.internal.adapter;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.internal.config.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests which files are read, and which of their settings are warned of. */
class ProfilesTest {

  @TempDir private Path folder;

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private Profiles read(Map<String, String> variables) {
    Map<String, String> all = new HashMap<>(variables);
    all.putIfAbsent("HOME", folder.resolve("home").toString());
    return Profiles.read(
        Environment.of(all, Map.of("user.home", folder.resolve("of-the-jvm").toString())),
        "AWS_SHARED_CREDENTIALS_FILE",
        "AWS_CREDENTIAL_PROFILES_FILE");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE", "AWS_CREDENTIAL_PROFILES_FILE"})
  void everyConfiguredFileIsRead(String variable) throws Exception {
    Profiles profiles = read(Map.of(variable, file("named", "[default]\nrole_arn = r")));

    assertEquals("r", profiles.property("default", "role_arn"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE", "AWS_CREDENTIAL_PROFILES_FILE"})
  void aConfiguredFileMustExist(String variable) {
    Map<String, String> misspelt = Map.of(variable, folder.resolve("misspelt").toString());

    var wrong = assertThrows(MisconfiguredException.class, () -> read(misspelt));

    assertTrue(wrong.getMessage().contains(variable), wrong.getMessage());
    assertTrue(wrong.getMessage().contains("misspelt does not exist"), wrong.getMessage());
  }

  /** Otherwise a chain would find nothing in it, and go on to the role of the node. */
  @ParameterizedTest
  @ValueSource(strings = {".", "/dev/zero", "a\0b", "~/a\0b"})
  void whatIsNoFileIsAnError(String name) {
    Map<String, String> named = Map.of("AWS_CONFIG_FILE", name);

    var wrong = assertThrows(MisconfiguredException.class, () -> read(named));

    assertTrue(wrong.getMessage().contains("AWS_CONFIG_FILE"), wrong.getMessage());
    assertTrue(
        wrong.getMessage().contains(name.contains("a") ? "is not a path" : "cannot be read"));
  }

  /** As it is by default, without a variable. */
  @ParameterizedTest
  @ValueSource(strings = {"..", "/dev/zero", "gone"})
  void whatTakesTheUsualPlaceOfAFileIsAnErrorToo(String target) throws Exception {
    Path usual = folder.resolve("home/.aws/config");
    Files.createDirectories(usual.getParent());
    Files.createSymbolicLink(usual, Path.of(target));

    var wrong = assertThrows(MisconfiguredException.class, () -> read(Map.of()));

    assertTrue(wrong.getMessage().contains(usual.toString()), wrong.getMessage());
  }

  @Test
  void theNullDeviceIsNoFile() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("/dev/null"));

    assertTrue(read(Map.of("AWS_CONFIG_FILE", "/dev/null")).isEmpty());
    assertTrue(read(Map.of("AWS_CONFIG_FILE", link.toString())).isEmpty());
  }

  @Test
  void credentialsFilesTakePrecedenceOverTheConfiguration() throws Exception {
    Profiles profiles =
        read(
            Map.of(
                "AWS_CONFIG_FILE",
                file("config", "[profile app]\nrole_arn = r\nregion = of-config"),
                "AWS_SHARED_CREDENTIALS_FILE",
                file("credentials", "[app]\nrole_arn = s")));

    assertEquals("s", profiles.property("app", "role_arn"));
    assertEquals("of-config", profiles.property("app", "region"));
  }

  @Test
  void aTildeIsTheHomeDirectory() throws Exception {
    Files.createDirectory(folder.resolve("home"));
    file("home/elsewhere", "[default]\nrole_arn = r");

    Profiles profiles = read(Map.of("AWS_CONFIG_FILE", "~/elsewhere"));

    assertEquals("r", profiles.property("default", "role_arn"));
  }

  /** The directories differ where a user has no home of its own, as in many images. */
  @ParameterizedTest
  @CsvSource({"home, HOME", "of-the-jvm, user.home"})
  void aFileOfTheHomeDirectoryIsReportedWithTheOriginOfThatDirectory(String home, String origin)
      throws Exception {
    Files.createDirectories(folder.resolve(home).resolve(".aws").resolve("config"));
    Map<String, String> variables =
        Map.of("HOME", origin.equals("HOME") ? "" + folder.resolve(home) : "");

    var wrong = assertThrows(MisconfiguredException.class, () -> read(variables));

    assertEquals(origin, wrong.problems().get(0).origin());
    assertTrue(wrong.getMessage().contains(home), wrong.getMessage());
  }

  @Test
  void theOriginOfAFileIsThePropertyThatNamesIt() {
    Environment environment =
        Environment.of(Map.of("AWS_CONFIG_FILE", "/dev/null"), Map.of("aws.configFile", "nowhere"));

    var wrong = assertThrows(MisconfiguredException.class, () -> Profiles.read(environment));

    assertEquals("aws.configFile", wrong.problems().get(0).origin());
  }

  @Test
  void commentsMayHaveAnotherEncoding() throws Exception {
    Path latin = folder.resolve("latin");
    Files.writeString(latin, "# Schl\u00fcssel\n[default]\nrole_arn = r", ISO_8859_1);

    Profiles profiles = read(Map.of("AWS_CONFIG_FILE", latin.toString()));

    assertEquals("r", profiles.property("default", "role_arn"));
  }

  @Test
  void anEmptyValueIsAbsent() throws Exception {
    Profiles profiles =
        read(Map.of("AWS_CONFIG_FILE", file("config", "[default]\nrole_arn =\nregion = r")));

    assertNull(profiles.property("default", "role_arn"));
    assertEquals("r", profiles.property("default", "region"));
  }

  @ParameterizedTest(name = "{0}, with {1}")
  @CsvSource(
      delimiter = ';',
      nullValues = "-",
      textBlock =
          """
          use_fips_endpoint=true              ; -                     ; use_fips_endpoint (set AWS_USE_FIPS_ENDPOINT instead)
          USE_FIPS_ENDPOINT=TRUE              ; -                     ; use_fips_endpoint (set AWS_USE_FIPS_ENDPOINT instead)
          use_fips_endpoint=true              ; AWS_USE_FIPS_ENDPOINT ; ''
          use_fips_endpoint=false             ; -                     ; ''
          use_dualstack_endpoint=true         ; -                     ; use_dualstack_endpoint (set AWS_USE_DUALSTACK_ENDPOINT instead)
          sts_regional_endpoints=legacy       ; -                     ; sts_regional_endpoints (set AWS_STS_REGIONAL_ENDPOINTS instead)
          sts_regional_endpoints=regional     ; -                     ; ''
          endpoint_url=https://sts.test       ; -                     ; endpoint_url (set AWS_ENDPOINT_URL_STS instead)
          endpoint_url=https://sts.test       ; AWS_ENDPOINT_URL_STS  ; ''
          endpoint_url=https://sts.test       ; AWS_IGNORE_CONFIGURED_ENDPOINT_URLS ; ''
          services=local                      ; -                     ; services (set AWS_ENDPOINT_URL_STS instead)
          region=eu-west-1                    ; -                     ; ''
          """)
  void aSettingIsWarnedOfUnlessItChangesNothingOrIsSetElsewhere(
      String line, String set, String warning) throws Exception {
    Path file = Files.writeString(folder.resolve("config"), "[profile app]\n" + line + "\n");
    Map<String, String> origins = new HashMap<>(Map.of("AWS_USE_FIPS_ENDPOINT", "default"));
    if (set != null) {
      origins.put(set, set);
    }

    Profiles profiles =
        Profiles.read(Environment.of(Map.of("AWS_CONFIG_FILE", file.toString()), Map.of()));

    assertEquals(warning, UnreadProfileSettings.unread(profiles, "app", origins));
    assertEquals("", UnreadProfileSettings.unread(profiles, "default", origins));
  }
}
