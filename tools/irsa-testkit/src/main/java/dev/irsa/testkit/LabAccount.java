package dev.irsa.testkit;

import dev.irsa.policy.AccessKeys;
import dev.irsa.policy.Account;
import dev.irsa.policy.IdentityPolicy;
import dev.irsa.policy.OidcProvider;
import dev.irsa.policy.Role;
import dev.irsa.policy.UniqueIds;
import dev.irsa.testkit.internal.JsonObjects;
import dev.irsa.testkit.internal.oidc.AccountIssuer;
import dev.irsa.testkit.internal.podidentity.PodIdentityAssociations;
import dev.irsa.testkit.s3.ObjectStore;
import java.net.URI;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The AWS account of a lab: what its services share. Thread-safe.
 *
 * @param provider the OIDC provider of the cluster's issuer
 * @param keys the credentials that were issued
 */
record LabAccount(
    Account iam,
    OidcProvider provider,
    AccessKeys keys,
    ObjectStore objects,
    PodIdentityAssociations associations,
    UniqueIds ids) {

  /**
   * Enables outbound identity federation, and lets a role get tokens; for any audience if empty.
   */
  void allowOutboundTokens(Role role, List<String> audiences) {
    Map<String, Object> statement =
        JsonObjects.of(
            "Effect", "Allow",
            "Action", List.of("sts:GetWebIdentityToken", "sts:TagGetWebIdentityToken"),
            "Resource", "*");
    if (!audiences.isEmpty()) {
      statement.put(
          "Condition",
          Map.of("ForAllValues:StringEquals", Map.of("sts:IdentityTokenAudience", audiences)));
    }
    iam.putRolePolicy(
        role.arn(),
        "outbound-tokens",
        IdentityPolicy.parse(
            JsonObjects.text("Version", "2012-10-17", "Statement", List.of(statement))));
    AccountIssuer.prepare();
    iam.enableOutboundWebIdentityFederation();
  }

  /** Creates an account that trusts the issuer, without roles. */
  static LabAccount create(LabSettings settings, URI issuer) {
    UniqueIds ids = new UniqueIds(new SecureRandom());
    Account iam = new Account(settings.partition(), settings.accountId(), ids);
    return new LabAccount(
        iam,
        iam.createOidcProvider(issuer, Set.of("sts.amazonaws.com")),
        new AccessKeys(iam, ids, settings.time().clock()),
        new ObjectStore(settings.time().clock()),
        new PodIdentityAssociations(settings.cluster(), ids),
        ids);
  }
}
