package dev.irsa.credentials;

/**
 * Supplies web identity tokens that are not in a file, such as those of SPIFFE, Entra ID or another
 * cloud. The account of the role needs an IAM OIDC provider for their issuer.
 *
 * <p>Called for each exchange, on a thread that may block. Implementations must be thread-safe if
 * several handles use them. Handles share a session only if they have the same supplier object.
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
