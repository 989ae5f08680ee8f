package dev.irsa.sdk.v2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.internal.adapter.Profiles;
import dev.irsa.internal.config.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;

/**
 * Compares our reader of the shared files with that of the SDK, which follows the same
 * specification except for the case of keys. Sections of single sign-on are left out: newer
 * versions of the SDK read them too, ours skips them.
 */
class SharedFilesOracleTest {

  private static final List<String> LINES =
      List.of(
          "[default]",
          "[profile default]",
          "[profile app]",
          "[ profile\tapp ] # of the pod",
          "[app]",
          "[two words]",
          "[profile two words]",
          "[profile app",
          "# comment",
          "",
          " \t",
          "region = r1",
          "region=r2 ; comment",
          "role_arn = a=b#c",
          "role_arn =",
          "two words = x",
          "= x",
          "no definition",
          "s3 =",
          "  region = nested",
          "\tregion = nested too ; no comment",
          "  no definition",
          "  = x");
  private static final List<String> NAMES = List.of("default", "app", "two words");
  private static final List<String> KEYS = List.of("region", "role_arn", "two words", "s3");

  @TempDir private Path folder;

  private static String text(Random random) {
    StringBuilder text = new StringBuilder(random.nextInt(4) == 0 ? "" : "[profile app]\n");
    for (int i = random.nextInt(8); i > 0; i--) {
      text.append(LINES.get(random.nextInt(LINES.size()))).append('\n');
    }
    return text.toString();
  }

  private String ofTheSdk(Path config, Path credentials) {
    ProfileFile file;
    try {
      file =
          ProfileFile.aggregator()
              .addFile(read(credentials, ProfileFile.Type.CREDENTIALS))
              .addFile(read(config, ProfileFile.Type.CONFIGURATION))
              .build();
    } catch (IllegalArgumentException malformed) {
      return "malformed";
    }
    StringBuilder all = new StringBuilder();
    for (String name : NAMES) {
      for (String key : KEYS) {
        String value =
            file.profile(name).map(Profile::properties).orElse(Map.of()).getOrDefault(key, "");
        all.append(file.profile(name).isPresent()).append(value).append('|');
      }
    }
    return all.toString();
  }

  private static ProfileFile read(Path path, ProfileFile.Type type) {
    return ProfileFile.builder().content(path).type(type).build();
  }

  private String ours(Path config, Path credentials) {
    Map<String, String> variables =
        Map.of(
            "AWS_CONFIG_FILE",
            config.toString(),
            "AWS_SHARED_CREDENTIALS_FILE",
            credentials.toString());
    Profiles profiles;
    try {
      profiles = Profiles.read(Environment.of(variables, Map.of()), "AWS_SHARED_CREDENTIALS_FILE");
    } catch (MisconfiguredException malformed) {
      return "malformed";
    }
    StringBuilder all = new StringBuilder();
    for (String name : NAMES) {
      for (String key : KEYS) {
        String value = profiles.property(name, key);
        all.append(profiles.has(name)).append(value == null ? "" : value).append('|');
      }
    }
    return all.toString();
  }

  @Test
  void anyTwoFilesMeanWhatTheSdkReadsInThem() throws IOException {
    Random random = new Random(20);
    int malformed = 0;
    for (int i = 0; i < 3000; i++) {
      Path config = Files.writeString(folder.resolve("config"), text(random));
      Path credentials =
          Files.writeString(
              folder.resolve("credentials"), text(random).replaceAll("profile\\s+(?=app)", ""));
      String expected = ofTheSdk(config, credentials);

      assertEquals(
          expected,
          ours(config, credentials),
          () -> show(config) + "\n--- credentials\n" + show(credentials));
      malformed += expected.equals("malformed") ? 1 : 0;
    }
    assertTrue(malformed > 500 && malformed < 2500, "malformed: " + malformed);
  }

  private static String show(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
