package dev.irsa.policy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The context of EKS Pod Identity, as the trust policy of an associated role sees it: the service
 * {@code pods.eks.amazonaws.com} assumes the role, and tags the session. Immutable.
 *
 * <p>Condition keys: {@code aws:SourceArn}, {@code aws:SourceAccount}, {@code
 * aws:RequestTag/<tag>}, {@code aws:TagKeys}, {@code sts:TransitiveTagKeys}, {@code
 * sts:RoleSessionName}.
 *
 * @param clusterArn the cluster's ARN
 * @param accountId the cluster's account
 * @param sessionName the role session name
 * @param sessionTags the tags of the session; empty if the association disables them
 */
public record PodIdentityContext(
    String clusterArn, String accountId, String sessionName, Map<String, String> sessionTags) {
  private static final String PRINCIPAL = "pods.eks.amazonaws.com";

  public PodIdentityContext {
    sessionTags = Map.copyOf(sessionTags);
  }

  /** Returns the request for one of the two actions. */
  PolicyRequest request(String action) {
    Map<String, List<String>> keys = new LinkedHashMap<>();
    keys.put("aws:SourceArn", List.of(clusterArn));
    keys.put("aws:SourceAccount", List.of(accountId));
    keys.put("sts:RoleSessionName", List.of(sessionName));
    SessionTags.transitive(sessionTags).addRequestKeys(keys);
    return new PolicyRequest(action, "Service", List.of(PRINCIPAL), keys);
  }
}
