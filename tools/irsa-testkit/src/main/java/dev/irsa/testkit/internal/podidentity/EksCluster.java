package dev.irsa.testkit.internal.podidentity;

/**
 * The cluster that associations belong to. Immutable.
 *
 * @param partition {@code aws}, {@code aws-cn}, …
 * @param region the region
 * @param accountId the 12 digits of the account
 * @param name the cluster's name
 */
public record EksCluster(String partition, String region, String accountId, String name) {

  /** Returns the cluster's ARN: {@code arn:<partition>:eks:<region>:<account>:cluster/<name>}. */
  public String arn() {
    return arn("cluster/" + name);
  }

  String associationArn(String associationId) {
    return arn("podidentityassociation/" + name + "/" + associationId);
  }

  /** Returns the external id that EKS passes when it assumes a target role. */
  String externalId(String namespace, String serviceAccount) {
    return String.join("/", region, accountId, name, namespace, serviceAccount);
  }

  private String arn(String resource) {
    return String.join(":", "arn", partition, "eks", region, accountId, resource);
  }
}
