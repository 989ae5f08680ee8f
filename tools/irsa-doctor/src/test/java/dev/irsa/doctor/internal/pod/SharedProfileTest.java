package dev.irsa.doctor.internal.pod;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.irsa.doctor.internal.file.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which profile the SDKs take, and whether it supplies credentials. */
class SharedProfileTest {
  @TempDir private Path root;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -                                       | root/.aws/credentials | [ default ]^AWS_ACCESS_KEY_ID=A  | aws_access_key_id in /root/.aws/credentials
          -                                       | root/.aws/credentials | [other]^aws_access_key_id = A    | null
          -                                       | root/.aws/config      | [default]^credential_process = x | credential_process in /root/.aws/config
          -                                       | root/.aws/config      | [default]^region = r^[other]^role_arn=x | null
          AWS_PROFILE=dev                         | root/.aws/config      | [profile  dev]^sso_session = corp^sso_account_id = 1 | sso_account_id in /root/.aws/config
          AWS_PROFILE=ops                         | root/.aws/config      | [profile ops]^role_arn = x^source_profile = base | role_arn in /root/.aws/config
          AWS_SHARED_CREDENTIALS_FILE=/mnt/keys AWS_PROFILE=old | mnt/keys | # by vault^[old]^aws_access_key_id=A | aws_access_key_id in /mnt/keys
          JAVA_TOOL_OPTIONS=-Daws.sharedCredentialsFile=/mnt/keys | mnt/keys | [default]^aws_access_key_id=A | aws_access_key_id in /mnt/keys
          """)
  void itSuppliesCredentialsAsTheSdksReadIt(
      String environment, String file, String text, String credentials) throws IOException {
    Map<String, String> variables = new HashMap<>();
    for (String each : environment.split(" ", -1)) {
      variables.put(each.split("=", 2)[0], each.substring(each.indexOf('=') + 1));
    }
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text.replace('^', '\n'));

    ExaminedPod pod = ExaminedPod.of(variables, new FileTree(root));

    assertEquals(credentials, String.valueOf(SharedProfile.of(pod).credentials()));
  }
}
