package dev.irsa.testkit.internal.podidentity;

import dev.irsa.policy.AccessKey;
import dev.irsa.policy.AccessKeys;
import dev.irsa.policy.Account;
import dev.irsa.policy.Role;
import dev.irsa.policy.SessionTags;
import dev.irsa.policy.TrustPolicy.CallerContext;
import dev.irsa.policy.TrustPolicy.PodIdentityContext;
import dev.irsa.testkit.internal.podidentity.PodTokens.PodToken;
import dev.irsa.testkit.internal.server.ServiceException;
import dev.irsa.testkit.podidentity.PodIdentityAssociation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Assumes the roles of associations, as EKS does: the trust policies decide, and session tags are
 * added. Thread-safe.
 *
 * @param longest the maximum lifetime of sessions; null for the lifetimes of AWS
 */
record PodSessions(
    EksCluster cluster, Account account, AccessKeys keys, Clock clock, @Nullable Duration longest) {
  private static final Duration LIFETIME = Duration.ofHours(6);
  private static final Duration LIFETIME_OF_TARGET = Duration.ofMinutes(59);

  /** How many characters of a cluster's and of a pod's name are in a session name. */
  private static final int LONGEST_PART = 10;

  /** Issues credentials for a pod, for the target role if there is one. */
  AccessKey assume(PodIdentityAssociation association, PodToken token) throws ServiceException {
    String name = sessionName(token);
    Map<String, String> tags =
        association.sessionTagsDisabled() ? Map.of() : token.sessionTags(cluster);
    Role role =
        associatedRole(
            association, new PodIdentityContext(cluster.arn(), cluster.accountId(), name, tags));
    if (association.targetRoleArn() == null) {
      return issue(role, name, tags, LIFETIME);
    }
    return issue(targetRole(association, role, name, tags), name, tags, LIFETIME_OF_TARGET);
  }

  /** Returns {@code eks-<cluster>-<pod>-<uuid>}, with names cut as AWS does. */
  private String sessionName(PodToken token) {
    return String.join(
        "-", "eks", cut(cluster.name()), cut(token.podName()), UUID.randomUUID().toString());
  }

  private static String cut(String name) {
    return name.substring(0, Math.min(name.length(), LONGEST_PART));
  }

  private Role associatedRole(PodIdentityAssociation association, PodIdentityContext context)
      throws ServiceException {
    return account
        .role(association.roleArn())
        .filter(role -> role.trustPolicy().evaluate(context).allowed())
        .orElseThrow(PodSessions::accessDenied);
  }

  /** Assumes the target role with a session of the first one: role chaining. */
  private Role targetRole(
      PodIdentityAssociation association, Role first, String name, Map<String, String> tags)
      throws ServiceException {
    CallerContext context =
        new CallerContext(
            AccessKey.Principal.session(first, name),
            name,
            association.externalId(),
            SessionTags.transitive(tags),
            SessionTags.transitive(tags),
            cluster.region());
    return account
        .role(String.valueOf(association.targetRoleArn()))
        .filter(role -> role.trustPolicy().denied(context).isEmpty())
        .orElseThrow(PodSessions::accessDenied);
  }

  private AccessKey issue(Role role, String name, Map<String, String> tags, Duration lifetime) {
    Duration granted = longest == null ? lifetime : Collections.min(List.of(lifetime, longest));
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    return keys.issueSession(role, name, now.plus(granted), SessionTags.transitive(tags));
  }

  private static ServiceException accessDenied() {
    return new ServiceException(
        400,
        "AccessDeniedException",
        "Unauthorized Exception! EKS does not have permissions to assume the associated role.");
  }
}
