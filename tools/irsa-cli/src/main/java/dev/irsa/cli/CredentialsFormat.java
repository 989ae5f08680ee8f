package dev.irsa.cli;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.irsa.cli.internal.Shell;
import dev.irsa.credentials.SessionCredentials;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The output formats of session credentials. */
enum CredentialsFormat {
  /**
   * The format that {@code credential_process} of the AWS SDKs and the AWS CLI expects (AWS SDKs
   * and Tools Reference Guide, "Process credential provider").
   */
  PROCESS {
    @Override
    List<String> lines(SessionCredentials credentials) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("Version", 1);
      document.put("AccessKeyId", credentials.accessKeyId());
      document.put("SecretAccessKey", credentials.secretAccessKey());
      document.put("SessionToken", credentials.sessionToken());
      document.put("Expiration", credentials.expiration().toString());
      String account = credentials.accountId();
      if (account != null) {
        document.put("AccountId", account);
      }
      return List.of(JSONObjectUtils.toJSONString(document));
    }
  },
  /** Export lines for {@code eval}. */
  ENV {
    @Override
    List<String> lines(SessionCredentials credentials) {
      return List.of(
          export("AWS_ACCESS_KEY_ID", credentials.accessKeyId()),
          export("AWS_SECRET_ACCESS_KEY", credentials.secretAccessKey()),
          export("AWS_SESSION_TOKEN", credentials.sessionToken()),
          export("AWS_CREDENTIAL_EXPIRATION", credentials.expiration().toString()));
    }
  },
  /** All details of the session. */
  JSON {
    @Override
    List<String> lines(SessionCredentials credentials) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("accessKeyId", credentials.accessKeyId());
      document.put("secretAccessKey", credentials.secretAccessKey());
      document.put("sessionToken", credentials.sessionToken());
      document.put("expiration", credentials.expiration().toString());
      document.put("accountId", credentials.accountId());
      document.put("assumedRoleArn", credentials.assumedRoleArn());
      return List.of(JSONObjectUtils.toJSONString(document));
    }
  };

  abstract List<String> lines(SessionCredentials credentials);

  private static String export(String name, String value) {
    return Shell.export(name, value);
  }
}
