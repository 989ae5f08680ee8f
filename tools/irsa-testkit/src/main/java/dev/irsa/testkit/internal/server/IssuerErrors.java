package dev.irsa.testkit.internal.server;

/** The errors of STS if it cannot get the keys of a token's issuer. */
public final class IssuerErrors {
  private IssuerErrors() {}

  /** Returns the error if the issuer's documents cannot be fetched, or are invalid. */
  public static ServiceException unavailable() {
    // The two blanks after the comma are AWS's.
    return new ServiceException(
        400,
        "InvalidIdentityToken",
        "Couldn't retrieve verification key from your identity provider,  please reference"
            + " AssumeRoleWithWebIdentity documentation for requirements");
  }

  /** Returns the error if the issuer does not respond in time. */
  public static ServiceException silent() {
    return new ServiceException(
        400,
        "IDPCommunicationError",
        "The identity provider could not be reached: it did not answer in time.");
  }
}
