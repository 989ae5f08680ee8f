package dev.irsa.testkit;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives the process the pod's identity through system properties, until closed. */
final class SystemPropertiesOfPod implements AutoCloseable {
  private static final Map<String, String> BY_VARIABLE =
      Map.of(
          "AWS_ROLE_ARN", "aws.roleArn",
          "AWS_WEB_IDENTITY_TOKEN_FILE", "aws.webIdentityTokenFile",
          "AWS_CONTAINER_CREDENTIALS_FULL_URI", "aws.containerCredentialsFullUri",
          "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "aws.containerAuthorizationTokenFile",
          "AWS_REGION", "aws.region");

  private final Map<String, @Nullable String> before = new HashMap<>();

  private SystemPropertiesOfPod() {}

  static SystemPropertiesOfPod set(PodEnvironment pod) {
    Map<String, String> variables = pod.variables();
    Map<String, String> properties = new LinkedHashMap<>();
    BY_VARIABLE.forEach(
        (variable, property) -> {
          String value = variables.get(variable);
          if (value != null) {
            properties.put(property, value);
          }
        });
    properties.put("aws.endpointUrlSts", pod.plainStsEndpoint().toString());
    properties.put("aws.endpointUrlS3", pod.plainS3Endpoint().toString());
    SystemPropertiesOfPod set = new SystemPropertiesOfPod();
    properties.forEach((name, value) -> set.before.put(name, System.setProperty(name, value)));
    return set;
  }

  @Override
  public void close() {
    before.forEach(
        (name, value) -> {
          if (value == null) {
            System.clearProperty(name);
          } else {
            System.setProperty(name, value);
          }
        });
  }
}
