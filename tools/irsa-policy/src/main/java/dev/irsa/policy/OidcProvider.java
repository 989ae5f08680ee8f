package dev.irsa.policy;

import java.net.URI;
import java.util.Set;

/**
 * An IAM OIDC identity provider: an issuer that the account trusts, with the audiences ("client
 * ids") accepted from it. Immutable.
 *
 * @param arn {@code arn:<partition>:iam::<account>:oidc-provider/<issuer without https://>}
 * @param issuer the issuer URL, {@code https} only, as in the token's {@code iss}
 * @param clientIds the accepted audiences, {@code sts.amazonaws.com} for IRSA
 */
public record OidcProvider(String arn, URI issuer, Set<String> clientIds) {
  public OidcProvider {
    requireHttps(issuer);
    clientIds = Set.copyOf(clientIds);
    if (clientIds.isEmpty() || clientIds.size() > 100) {
      throw new IllegalArgumentException("clientIds: expected 1 to 100, found " + clientIds.size());
    }
  }

  /** Returns the host and path of the issuer, which IAM uses in ARNs and condition keys. */
  public String name() {
    return nameOf(issuer);
  }

  static String nameOf(URI issuer) {
    requireHttps(issuer);
    return issuer.toString().substring("https://".length());
  }

  private static void requireHttps(URI issuer) {
    if (!"https".equals(issuer.getScheme()) || issuer.getHost() == null) {
      throw new IllegalArgumentException("issuer: expected an https URL, found " + issuer);
    }
  }
}
