package dev.irsa.agent;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a process is configured for the identity of its pod. */
enum PodSource {

  /** IAM Roles for Service Accounts, even if a part of the configuration is missing. */
  IRSA,

  /** EKS Pod Identity, even if a part of the configuration is missing. */
  POD_IDENTITY;

  private static final List<String> IRSA_VARIABLES =
      List.of("AWS_ROLE_ARN", "AWS_WEB_IDENTITY_TOKEN_FILE");
  private static final List<String> IRSA_PROPERTIES =
      List.of("aws.roleArn", "aws.webIdentityTokenFile");
  private static final List<String> POD_IDENTITY_VARIABLES =
      List.of("AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
  private static final List<String> POD_IDENTITY_PROPERTIES =
      List.of("aws.containerCredentialsFullUri", "aws.containerAuthorizationTokenFile");

  /** Returns the source, as the SDKs choose it, or null if there is none. */
  static @Nullable PodSource of(Map<String, String> variables, Map<?, ?> properties) {
    if (isAnySet(IRSA_VARIABLES, variables) || isAnySet(IRSA_PROPERTIES, properties)) {
      return IRSA;
    }
    return isAnySet(POD_IDENTITY_VARIABLES, variables)
            || isAnySet(POD_IDENTITY_PROPERTIES, properties)
        ? POD_IDENTITY
        : null;
  }

  /** Written without lambdas, which would be the first ones of the JVM. */
  private static boolean isAnySet(List<String> names, Map<?, ?> values) {
    for (String name : names) {
      if (values.get(name) instanceof String value && !value.isBlank()) {
        return true;
      }
    }
    return false;
  }
}
