package dev.irsa.cli.serve;

import dev.irsa.testkit.iam.TrustPolicy;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a lab contains: the content of a world file, checked as far as that is possible without a
 * lab. Immutable.
 *
 * @param root the whole document, for messages
 * @param settings the lab's settings that the document has
 * @param issuers the issuers outside the lab that the account trusts
 * @param roles the roles
 * @param accounts the service accounts
 * @param associations the EKS Pod Identity associations
 * @param buckets the objects of each bucket, as texts by key
 */
record World(
    Node root,
    Settings settings,
    List<Issuer> issuers,
    List<RoleEntry> roles,
    List<Account> accounts,
    List<Association> associations,
    Map<String, Map<String, String>> buckets) {

  private static final String STANDARD =
      """
      serviceAccounts: [{name: my-sa, policies: [AmazonS3ReadOnlyAccess]}]
      buckets: {irsa-lab: {hello.txt: hello}}
      """;
  private static final String STANDARD_OF_POD_IDENTITY =
      """
      serviceAccounts: [{name: my-sa}]
      associations: [{serviceAccount: my-sa, policies: [AmazonS3ReadOnlyAccess]}]
      buckets: {irsa-lab: {hello.txt: hello}}
      """;

  /** Returns the world without a file: the service account default/my-sa, and a bucket. */
  static World standard(boolean podIdentity) {
    return WorldReader.read(
        YamlDocument.read("standard", podIdentity ? STANDARD_OF_POD_IDENTITY : STANDARD));
  }

  /** The lab's settings; null where the document leaves the default. */
  record Settings(
      @Nullable String region,
      @Nullable String accountId,
      @Nullable String clusterName,
      @Nullable URI issuer,
      @Nullable Duration tokenLifetime,
      @Nullable Duration sessionLifetime) {}

  /**
   * An issuer outside the lab.
   *
   * @param keys its public keys as a JSON Web Key Set
   */
  record Issuer(Node node, URI url, Set<String> clientIds, String keys) {}

  /** A role. */
  record RoleEntry(
      Node node,
      String name,
      TrustPolicy trustPolicy,
      Duration maxSessionDuration,
      List<String> policies) {}

  /**
   * A service account.
   *
   * @param account namespace, name and annotations
   * @param policies the managed policies of a role that is created for it; null if none is
   * @param role the name or ARN of the role in its annotation; null without one
   */
  record Account(
      Node node, ServiceAccount account, @Nullable List<String> policies, @Nullable Node role) {}

  /**
   * An association.
   *
   * @param policies the managed policies of a role that is created for it; null if none is
   * @param role the name or ARN of an existing role; null if one is created
   */
  record Association(
      Node node,
      String namespace,
      String serviceAccount,
      @Nullable List<String> policies,
      @Nullable Node role,
      @Nullable Node targetRole,
      boolean sessionTagsDisabled) {}
}
