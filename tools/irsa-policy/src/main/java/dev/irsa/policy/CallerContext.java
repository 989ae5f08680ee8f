package dev.irsa.policy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The context of a signed AssumeRole request, as a trust policy sees it. Immutable.
 *
 * @param principalArns the caller's ARNs that a policy may name: session, role, account
 * @param userId the caller's unique id as GetCallerIdentity shows it
 * @param accountId the caller's account
 * @param sessionName the role session name of the request
 * @param externalId the external id of the request
 * @param callerTags what the caller's session carries
 * @param sessionTags what the new session is to carry, with what it inherits
 */
public record CallerContext(
    List<String> principalArns,
    String userId,
    String accountId,
    String sessionName,
    @Nullable String externalId,
    SessionTags callerTags,
    SessionTags sessionTags) {
  public CallerContext {
    principalArns = List.copyOf(principalArns);
  }

  /** Creates the context of a caller whose session does not have tags. */
  public CallerContext(
      List<String> principalArns,
      String userId,
      String accountId,
      String sessionName,
      @Nullable String externalId) {
    this(
        principalArns,
        userId,
        accountId,
        sessionName,
        externalId,
        SessionTags.NONE,
        SessionTags.NONE);
  }

  /**
   * Returns the context of a request that a principal signed.
   *
   * @param callerTags what the principal's session carries
   * @param sessionTags what the new session is to carry, with what it inherits
   */
  public static CallerContext of(
      AccessKey.Principal caller,
      String sessionName,
      @Nullable String externalId,
      SessionTags callerTags,
      SessionTags sessionTags) {
    return new CallerContext(
        caller.spellings(),
        caller.userId(),
        caller.accountId(),
        sessionName,
        externalId,
        callerTags,
        sessionTags);
  }

  PolicyRequest request(String action) {
    Map<String, List<String>> keys = new LinkedHashMap<>();
    keys.put("aws:PrincipalArn", List.of(principalArns.get(principalArns.size() > 1 ? 1 : 0)));
    keys.put("aws:PrincipalAccount", List.of(accountId));
    keys.put("aws:userid", List.of(userId));
    userName().ifPresent(name -> keys.put("aws:username", List.of(name)));
    keys.put("sts:RoleSessionName", List.of(sessionName));
    if (externalId != null) {
      keys.put("sts:ExternalId", List.of(externalId));
    }
    callerTags.addPrincipalKeys(keys);
    sessionTags.addRequestKeys(keys);
    return new PolicyRequest(action, "AWS", principalArns, keys);
  }

  /** Returns the friendly name, which IAM users have and sessions do not. */
  private Optional<String> userName() {
    String resource = principalArns.get(0).substring(principalArns.get(0).lastIndexOf(':') + 1);
    return Optional.of(resource)
        .filter(name -> name.startsWith("user/"))
        .map(name -> name.substring(name.lastIndexOf('/') + 1));
  }
}
