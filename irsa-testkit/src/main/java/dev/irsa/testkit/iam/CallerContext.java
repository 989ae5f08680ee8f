package dev.irsa.testkit.iam;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a trust policy sees of a signed AssumeRole request. Immutable.
 *
 * @param principalArns the caller in every spelling that a policy may name: session, role, account
 * @param accountId the caller's account
 * @param sessionName the role session name of the request
 * @param externalId the external id of the request
 */
public record CallerContext(
    List<String> principalArns, String accountId, String sessionName, @Nullable String externalId) {
  public CallerContext {
    principalArns = List.copyOf(principalArns);
  }

  PolicyRequest request() {
    Map<String, List<String>> keys = new LinkedHashMap<>();
    keys.put("aws:PrincipalArn", List.of(principalArns.get(principalArns.size() > 1 ? 1 : 0)));
    keys.put("aws:PrincipalAccount", List.of(accountId));
    keys.put("sts:RoleSessionName", List.of(sessionName));
    if (externalId != null) {
      keys.put("sts:ExternalId", List.of(externalId));
    }
    return new PolicyRequest("sts:AssumeRole", "AWS", principalArns, keys);
  }
}
