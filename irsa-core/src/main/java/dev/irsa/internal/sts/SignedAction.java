package dev.irsa.internal.sts;

import dev.irsa.credentials.ExchangeRejectedException;
import dev.irsa.internal.identity.RoleAndIssuer;
import java.net.URI;
import java.time.Duration;

/** An action of STS, with its parameters, that the credentials of another session sign. */
public interface SignedAction {

  /** Returns the name of the action. */
  String name();

  /** Returns the role whose credentials sign the request. */
  RoleAndIssuer signer();

  /** Returns the requested role or token, and the endpoint. */
  RoleAndIssuer subject(URI endpoint);

  /**
   * Returns the form of the request.
   *
   * @param rest how long the credentials that sign it are still valid
   */
  byte[] form(Duration rest);

  /** Returns how long the credentials that sign the request must still be valid. */
  Duration shortestRest();

  /** Returns the maximum lifetime of the requested credentials or token. */
  Duration longestLifetime();

  /** Returns that it cannot be had, for the start of a sentence. */
  String refusal();

  /** Returns a rejection with the remedy that fits it. */
  ExchangeRejectedException explain(ExchangeRejectedException rejection);
}
