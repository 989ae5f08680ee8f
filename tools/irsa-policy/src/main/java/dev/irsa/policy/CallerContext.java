package dev.irsa.policy;

import dev.irsa.policy.AccessKey.Principal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The context of a signed AssumeRole request, as a trust policy sees it. Immutable.
 *
 * @param caller the principal that signed it
 * @param sessionName the role session name of the request
 * @param externalId the external id of the request
 * @param callerTags what the caller's session carries
 * @param sessionTags what the new session is to carry, with what it inherits
 */
public record CallerContext(
    Principal caller,
    String sessionName,
    @Nullable String externalId,
    SessionTags callerTags,
    SessionTags sessionTags) {

  PolicyRequest request(String action) {
    Map<String, List<String>> keys = new LinkedHashMap<>();
    keys.put("aws:PrincipalArn", List.of(caller.spellings().get(1)));
    keys.put("aws:PrincipalAccount", List.of(caller.accountId()));
    keys.put("aws:userid", List.of(caller.userId()));
    // IAM users have a friendly name, sessions do not.
    String resource = caller.arn().substring(caller.arn().lastIndexOf(':') + 1);
    if (resource.startsWith("user/")) {
      keys.put("aws:username", List.of(resource.substring(resource.lastIndexOf('/') + 1)));
    }
    keys.put("sts:RoleSessionName", List.of(sessionName));
    if (externalId != null) {
      keys.put("sts:ExternalId", List.of(externalId));
    }
    callerTags.addPrincipalKeys(keys);
    sessionTags.addRequestKeys(keys);
    return new PolicyRequest(action, "AWS", caller.spellings(), keys);
  }
}
