package dev.irsa.policy;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The context of a verified web identity token, as a trust policy sees it. Immutable.
 *
 * <p>Condition keys, from the IAM user guide ("available keys for AWS OIDC federation"): {@code
 * <issuer>:sub}, {@code <issuer>:aud} (the {@code azp} claim if present; the audience is then
 * {@code <issuer>:oaud}), {@code <issuer>:amr}, {@code aws:FederatedProvider}, {@code
 * sts:RoleSessionName}.
 *
 * @param providerArn the ARN of the OIDC provider in the role's account
 * @param issuer the token's {@code iss}
 * @param subject the token's {@code sub}
 * @param audiences the token's {@code aud}
 * @param authorizedParty the token's {@code azp}
 * @param authenticationMethods the token's {@code amr}
 * @param sessionName the role session name of the request; null if a policy is evaluated without
 *     one
 */
public record WebIdentityContext(
    String providerArn,
    URI issuer,
    String subject,
    List<String> audiences,
    @Nullable String authorizedParty,
    List<String> authenticationMethods,
    @Nullable String sessionName) {
  public WebIdentityContext {
    audiences = List.copyOf(audiences);
    authenticationMethods = List.copyOf(authenticationMethods);
  }

  /**
   * Returns the context of a Kubernetes service account token, which has neither {@code azp} nor
   * {@code amr}.
   */
  public static WebIdentityContext of(
      String providerArn, URI issuer, String subject, String audience) {
    return new WebIdentityContext(
        providerArn, issuer, subject, List.of(audience), null, List.of(), null);
  }

  PolicyRequest request() {
    String name = OidcProvider.nameOf(issuer);
    Map<String, List<String>> keys = new LinkedHashMap<>();
    keys.put(name + ":sub", List.of(subject));
    if (authorizedParty == null) {
      keys.put(name + ":aud", audiences);
    } else {
      keys.put(name + ":aud", List.of(authorizedParty));
      keys.put(name + ":oaud", audiences);
    }
    if (!authenticationMethods.isEmpty()) {
      keys.put(name + ":amr", authenticationMethods);
    }
    keys.put("aws:FederatedProvider", List.of(providerArn));
    if (sessionName != null) {
      keys.put("sts:RoleSessionName", List.of(sessionName));
    }
    return new PolicyRequest(
        "sts:AssumeRoleWithWebIdentity", "Federated", List.of(providerArn), keys);
  }
}
