package dev.irsa.internal.token;

/** The kinds of token files, which differ in their content and in the advice for them. */
public enum TokenKind {
  /** A web identity token for STS: a signed JWT. */
  WEB_IDENTITY(
      "AWS_WEB_IDENTITY_TOKEN_FILE", "/var/run/secrets/eks.amazonaws.com/serviceaccount/token"),
  /** An authorization token for a container credentials endpoint: any text in one line. */
  AUTHORIZATION(
      "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
      "/var/run/secrets/pods.eks.amazonaws.com/serviceaccount/eks-pod-identity-token");

  private final String variable;
  private final String usualPath;

  TokenKind(String variable, String usualPath) {
    this.variable = variable;
    this.usualPath = usualPath;
  }

  /** Returns the environment variable that names the file. */
  String variable() {
    return variable;
  }

  /** Returns the path at which kubelet usually projects the file. */
  String usualPath() {
    return usualPath;
  }

  /** Returns whether the token must be a signed JWT. */
  boolean isJwt() {
    return this == WEB_IDENTITY;
  }
}
