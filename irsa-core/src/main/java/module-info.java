/**
 * Provides AWS credentials for pods on Amazon EKS (IAM Roles for Service Accounts) without an AWS
 * SDK.
 */
@SuppressWarnings("module") // The adapter modules are compiled after this one.
module dev.irsa.core {
  exports dev.irsa;
  exports dev.irsa.credentials;
  exports dev.irsa.internal.adapter to
      dev.irsa.sdk.v1,
      dev.irsa.sdk.v2;

  requires com.github.benmanes.caffeine;
  requires com.nimbusds.jose.jwt;
  requires java.xml;
  requires static jdk.jfr;
  requires static transitive org.jspecify;
  requires org.slf4j;
}
