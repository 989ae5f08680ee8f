package dev.irsa.internal.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.irsa.fake.Variables;
import dev.irsa.internal.identity.ContainerIdentity;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Environments of pods with container credentials, for tests. */
final class ContainerEnvironment {

  static final String FULL = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
  static final String RELATIVE = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
  static final String TOKEN_FILE = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE";
  static final String TOKEN = "AWS_CONTAINER_AUTHORIZATION_TOKEN";
  static final String SERVICE_ENDPOINT = "AWS_CONTAINER_SERVICE_ENDPOINT";

  static final String AGENT = "http://169.254.170.23/v1/credentials";
  static final String PROJECTED =
      "/var/run/secrets/pods.eks.amazonaws.com/serviceaccount/eks-pod-identity-token";

  /** The variables that EKS injects into the pods of an associated service account. */
  static final String[] POD_IDENTITY = {
    FULL, AGENT, TOKEN_FILE, PROJECTED, "AWS_REGION", "eu-west-1", "HOSTNAME", "cart-7d4b9c-xk2lp"
  };

  private ContainerEnvironment() {}

  /** Resolves environment variables: name, value, name, value; null removes a variable. */
  static Configuration resolve(String... variables) {
    return resolve(GivenSettings.none(), variables);
  }

  static Configuration resolve(GivenSettings overrides, String... variables) {
    return resolve(Map.of(), overrides, variables);
  }

  static Configuration resolve(
      Map<String, String> properties, GivenSettings overrides, String... variables) {
    return Resolver.resolve(Environment.of(Variables.of(variables), properties), overrides);
  }

  /** Returns the variables of a pod with Pod Identity and more: name, value, name, value. */
  static String[] podIdentityAnd(String... more) {
    return and(POD_IDENTITY, more);
  }

  static String[] and(String[] variables, String... more) {
    return Stream.of(variables, more).flatMap(Stream::of).toArray(String[]::new);
  }

  static ContainerIdentity identity(Configuration settings) {
    assertEquals(List.of(), settings.problems());
    return assertInstanceOf(ContainerIdentity.class, settings.identity());
  }

  static SettingProblem onlyProblem(Configuration settings) {
    assertEquals(1, settings.problems().size(), () -> settings.problems().toString());
    return settings.problems().get(0);
  }
}
