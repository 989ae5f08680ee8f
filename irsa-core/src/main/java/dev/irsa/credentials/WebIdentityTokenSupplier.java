package dev.irsa.credentials;

/**
 * Supplies web identity tokens that are not in a file, such as tokens of SPIFFE, Entra ID or
 * another cloud. The account of the role needs an IAM OIDC provider for their issuer.
 *
 * <p>Called for each exchange, on a thread that may block, by one thread at a time: roles and
 * handles that need a token during a call get its result. Handles share a session only if they have
 * the same supplier object.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface WebIdentityTokenSupplier {

  /**
   * Returns the current token; it may be the same as before. A call that outlasts the time limit of
   * an attempt, 7 s, is interrupted, and counts as a failure like every exception.
   *
   * @return the token, a secret: a JWT of at most 20,000 characters
   * @throws Exception if there is no token; its message must not contain secrets, except for tokens
   *     in the format of a JWT, which are masked
   */
  String get() throws Exception;
}
