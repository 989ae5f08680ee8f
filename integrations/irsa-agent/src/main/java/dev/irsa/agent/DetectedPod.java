package dev.irsa.agent;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a process is configured for the identity of its pod. */
enum DetectedPod {

  /** IAM Roles for Service Accounts, even if a part of the configuration is missing. */
  IRSA,

  /** EKS Pod Identity, even if a part of the configuration is missing. */
  POD_IDENTITY;

  private static final String CHOICE_VARIABLE = "IRSA_IDENTITY_SOURCE";
  private static final String CHOICE_PROPERTY = "irsa.identitySource";
  private static final List<String> IRSA_VARIABLES =
      List.of("AWS_ROLE_ARN", "AWS_WEB_IDENTITY_TOKEN_FILE");
  private static final List<String> IRSA_PROPERTIES =
      List.of("aws.roleArn", "aws.webIdentityTokenFile");
  private static final List<String> POD_IDENTITY_VARIABLES =
      List.of("AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
  private static final List<String> POD_IDENTITY_PROPERTIES =
      List.of("aws.containerCredentialsFullUri", "aws.containerAuthorizationTokenFile");

  /**
   * Returns the source that the core will use, or null if the process is not configured for any. A
   * chosen source wins even if it is not configured; otherwise the order is that of the SDKs.
   */
  static @Nullable DetectedPod of(Map<String, String> variables, Map<?, ?> properties) {
    String choice = text(CHOICE_PROPERTY, properties);
    if (choice == null) {
      choice = text(CHOICE_VARIABLE, variables);
    }
    if ("container".equalsIgnoreCase(choice)) {
      return POD_IDENTITY;
    }
    if ("web-identity".equalsIgnoreCase(choice)) {
      return IRSA;
    }
    DetectedPod configured = configured(variables, properties);
    // The core reports any other choice as an error.
    return configured == null && choice != null ? IRSA : configured;
  }

  private static @Nullable DetectedPod configured(
      Map<String, String> variables, Map<?, ?> properties) {
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
      if (text(name, values) != null) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable String text(String name, Map<?, ?> values) {
    return values.get(name) instanceof String value && !value.isBlank() ? value.strip() : null;
  }
}
