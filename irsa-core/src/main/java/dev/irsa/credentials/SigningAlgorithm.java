package dev.irsa.credentials;

/**
 * How STS signs an {@linkplain OutboundTokenRequest outbound token}. RFC 7518 defines the names,
 * which the header of the token and the request to STS contain.
 *
 * @since 0.1
 */
public enum SigningAlgorithm {
  /** RSA with SHA-256. Every verifier of JWTs supports it. */
  RS256,
  /** ECDSA with the curve P-384 and SHA-384. The signature is shorter. */
  ES384
}
