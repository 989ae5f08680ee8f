/** AWS credentials for pods on Amazon EKS (IAM Roles for Service Accounts), without an AWS SDK. */
module dev.irsa.core {
  exports dev.irsa;
  exports dev.irsa.internal.adapter;
  exports dev.irsa.credentials;

  requires com.github.benmanes.caffeine;
  requires com.nimbusds.jose.jwt;
  requires java.xml;
  requires static jdk.jfr;
  requires static transitive org.jspecify;
  requires org.slf4j;
}
