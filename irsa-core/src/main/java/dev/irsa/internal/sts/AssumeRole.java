package dev.irsa.internal.sts;

import dev.irsa.credentials.ExchangeRejectedException;
import dev.irsa.internal.identity.ChainedIdentity;
import dev.irsa.internal.identity.RoleAndIssuer;
import dev.irsa.internal.remedy.StsRemedies;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;

/**
 * Assumes a role with the credentials of another session. Immutable.
 *
 * @param signer the role whose credentials sign the requests
 * @param pod the role with which the chain begins
 */
public record AssumeRole(ChainedIdentity identity, RoleAndIssuer signer, RoleAndIssuer pod)
    implements SignedAction {

  /** The maximum duration for a chained role (AWS STS API reference, AssumeRole). */
  private static final Duration MAX_LIFETIME = Duration.ofHours(1);

  @Override
  public String name() {
    return StsForm.CHAINED;
  }

  @Override
  public RoleAndIssuer subject(URI endpoint) {
    return RoleAndIssuer.ofRole(identity.roleArn(), endpoint);
  }

  @Override
  public byte[] form(Duration rest) {
    return StsForm.of(identity);
  }

  @Override
  public Duration shortestRest() {
    return Duration.ZERO;
  }

  @Override
  public Duration longestLifetime() {
    return Objects.requireNonNullElse(identity.duration(), MAX_LIFETIME);
  }

  @Override
  public String refusal() {
    return identity.roleArn() + " cannot be assumed";
  }

  @Override
  public ExchangeRejectedException explain(ExchangeRejectedException rejection) {
    return StsRemedies.explain(rejection, identity, signer, pod);
  }
}
