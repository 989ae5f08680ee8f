package dev.irsa.testkit;

import dev.irsa.testkit.internal.oidc.OidcIssuer;
import java.net.URI;

/** The issuer of a lab's cluster, as tests see it. It signs with the key of this JVM at first. */
final class ClusterIssuer extends OidcIssuer implements IrsaLab.Issuer {
  ClusterIssuer(URI issuer) {
    super(issuer);
  }
}
