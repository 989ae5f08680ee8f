/**
 * Provides AWS credentials for pods on Amazon EKS (IAM Roles for Service Accounts) without an AWS
 * SDK.
 */
@SuppressWarnings("module") // The modules that it exports to are compiled after this one.
module dev.irsa.core {
  exports dev.irsa;
  exports dev.irsa.credentials;
  exports dev.irsa.internal.concurrent to
      dev.irsa.sdk.support,
      dev.irsa.sdk.v1,
      dev.irsa.sdk.v2;
  exports dev.irsa.internal.config to
      dev.irsa.doctor,
      dev.irsa.iam,
      dev.irsa.sdk.support,
      dev.irsa.spring;
  exports dev.irsa.internal.container to
      dev.irsa.doctor;
  exports dev.irsa.internal.events to
      dev.irsa.spring;
  exports dev.irsa.internal.exchange to
      dev.irsa.doctor;
  exports dev.irsa.internal.http to
      dev.irsa.doctor;
  exports dev.irsa.internal.identity to
      dev.irsa.doctor,
      dev.irsa.sdk.v2;
  exports dev.irsa.internal.session to
      dev.irsa.doctor,
      dev.irsa.iam,
      dev.irsa.sdk.support;
  exports dev.irsa.internal.sigv4 to
      dev.irsa.doctor,
      dev.irsa.iam;
  exports dev.irsa.internal.sts to
      dev.irsa.doctor;
  exports dev.irsa.internal.text to
      dev.irsa.doctor;
  exports dev.irsa.internal.time to
      dev.irsa.doctor;
  exports dev.irsa.internal.token to
      dev.irsa.doctor;

  requires com.github.benmanes.caffeine;
  requires com.nimbusds.jose.jwt;
  requires static org.crac;
  requires static org.jspecify;
  requires org.slf4j;
}
