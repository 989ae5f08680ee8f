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
  PROCESS,
  /** Export lines for {@code eval}. */
  ENV,
  /** All details of the session. */
  JSON;

  List<String> lines(SessionCredentials credentials) {
    String expiration = credentials.expiration().toString();
    Map<String, Object> members = new LinkedHashMap<>();
    switch (this) {
      case PROCESS -> {
        members.put("Version", 1);
        members.put("AccessKeyId", credentials.accessKeyId());
        members.put("SecretAccessKey", credentials.secretAccessKey());
        members.put("SessionToken", credentials.sessionToken());
        members.put("Expiration", expiration);
        if (credentials.accountId() != null) {
          members.put("AccountId", credentials.accountId());
        }
      }
      case JSON -> {
        members.put("accessKeyId", credentials.accessKeyId());
        members.put("secretAccessKey", credentials.secretAccessKey());
        members.put("sessionToken", credentials.sessionToken());
        members.put("expiration", expiration);
        members.put("accountId", credentials.accountId());
        members.put("assumedRoleArn", credentials.assumedRoleArn());
      }
      case ENV -> {
        return List.of(
            Shell.export("AWS_ACCESS_KEY_ID", credentials.accessKeyId()),
            Shell.export("AWS_SECRET_ACCESS_KEY", credentials.secretAccessKey()),
            Shell.export("AWS_SESSION_TOKEN", credentials.sessionToken()),
            Shell.export("AWS_CREDENTIAL_EXPIRATION", expiration));
      }
    }
    return List.of(JSONObjectUtils.toJSONString(members));
  }
}
