package dev.irsa.agent;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How a process is configured for the identity of its pod. */
enum PodSource {

  /** IAM Roles for Service Accounts, even if a part of the configuration is missing. */
  IRSA("IRSA"),

  /** EKS Pod Identity. */
  POD_IDENTITY("EKS Pod Identity");

  private static final List<String> IRSA_VARIABLES =
      List.of("AWS_ROLE_ARN", "AWS_WEB_IDENTITY_TOKEN_FILE");
  private static final List<String> IRSA_PROPERTIES =
      List.of("aws.roleArn", "aws.webIdentityTokenFile");
  private static final String CONTAINER_VARIABLE = "AWS_CONTAINER_CREDENTIALS_FULL_URI";

  private final String title;

  PodSource(String title) {
    this.title = title;
  }

  /** Returns the source, as the SDKs choose it, or null if there is none. */
  static @Nullable PodSource of(
      Function<String, @Nullable String> variables, Function<String, @Nullable String> properties) {
    if (isAnySet(IRSA_VARIABLES, variables) || isAnySet(IRSA_PROPERTIES, properties)) {
      return IRSA;
    }
    return isAnySet(List.of(CONTAINER_VARIABLE), variables) ? POD_IDENTITY : null;
  }

  private static boolean isAnySet(List<String> names, Function<String, @Nullable String> values) {
    for (String name : names) {
      String value = values.apply(name);
      if (value != null && !value.isBlank()) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return title;
  }
}
