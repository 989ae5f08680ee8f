/** Evaluates the trust policies of IAM roles for web identities and EKS Pod Identity. */
module dev.irsa.policy {
  exports dev.irsa.policy;

  requires static org.jspecify;
}
