package dev.irsa.sdk.v1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.MisconfiguredException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharedProfilesTest {

  @TempDir private Path folder;

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private SharedProfiles read(Map<String, String> variables) {
    return SharedProfiles.read(variables::get, folder.resolve("home"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE", "AWS_CREDENTIAL_PROFILES_FILE"})
  void everyConfiguredFileIsRead(String variable) throws Exception {
    SharedProfiles profiles = read(Map.of(variable, file("named", "[app]\nrole_arn = r")));

    assertEquals("r", profiles.property("app", "role_arn"));
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

  @Test
  void aDirectoryInsteadOfAFileIsAnError() {
    Map<String, String> named = Map.of("AWS_CONFIG_FILE", folder.toString());

    var wrong = assertThrows(MisconfiguredException.class, () -> read(named));

    assertTrue(wrong.getMessage().contains(folder + " cannot be read"), wrong.getMessage());
  }

  @Test
  void credentialsFilesTakePrecedenceOverTheConfiguration() throws Exception {
    SharedProfiles profiles =
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
  void linesAreParsedLikeInTheAwsCli() throws Exception {
    String text =
        """
        # a comment
        ; another one

        [profile  app] ; of the pod
        role_arn=r # not this
        token = a#b
        empty =
        s3 =
          region = nested
        [sso-session login]
        region = other
        """;

    SharedProfiles profiles = read(Map.of("AWS_CONFIG_FILE", file("config", text)));

    assertEquals("r", profiles.property("app", "role_arn"));
    assertEquals("a#b", profiles.property("app", "token"));
    assertNull(profiles.property("app", "empty"));
    assertNull(profiles.property("app", "region"));
  }
}
