/** Evaluates the trust policies of IAM roles for web identities and EKS Pod Identity. */
module dev.irsa.policy {
  exports dev.irsa.testkit.iam;

  requires static transitive org.jspecify;
}
