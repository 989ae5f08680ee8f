package dev.irsa.policy;

import dev.irsa.policy.AccessKey.Principal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The credentials that the lab has issued, and their state. Thread-safe. It holds no resources to
 * close.
 */
public final class AccessKeys {
  /** Expired keys are kept, so that services can tell expired credentials from unknown ones. */
  private static final Duration KEPT_AFTER_EXPIRATION = Duration.ofHours(1);

  private static final int ISSUED_PER_SWEEP = 1_000;

  private final Account account;
  private final UniqueIds ids;
  private final Clock clock;
  private final Map<String, AccessKey> issued = new ConcurrentHashMap<>();
  private final Set<String> revoked = ConcurrentHashMap.newKeySet();

  /** Creates an empty set of keys for an account, on the given clock. */
  public AccessKeys(Account account, UniqueIds ids, Clock clock) {
    this.account = account;
    this.ids = ids;
    this.clock = clock;
  }

  /** Issues session credentials for a role. */
  public AccessKey issueSession(Role role, String sessionName, Instant expiresAt) {
    return issueSession(role, sessionName, expiresAt, SessionTags.NONE);
  }

  /** Issues session credentials for a role, with session tags. */
  public AccessKey issueSession(
      Role role, String sessionName, Instant expiresAt, SessionTags tags) {
    return keep(
        new AccessKey(
            ids.temporaryAccessKeyId(),
            ids.secretAccessKey(),
            ids.sessionToken(),
            Principal.session(role, sessionName),
            clock.instant(),
            expiresAt,
            tags));
  }

  /** Issues a long-term key of a user, such as one left behind in a pod's environment. */
  public AccessKey issueLongTermKey(String userName) {
    String arn = "arn:%s:iam::%s:user/%s".formatted(account.partition(), account.id(), userName);
    Principal principal = new Principal(arn, ids.userId(), null);
    return keep(
        new AccessKey(
            ids.longTermAccessKeyId(),
            ids.secretAccessKey(),
            null,
            principal,
            clock.instant(),
            null,
            SessionTags.NONE));
  }

  private AccessKey keep(AccessKey key) {
    issued.put(key.accessKeyId(), key);
    if (issued.size() % ISSUED_PER_SWEEP == 0) {
      Instant longAgo = clock.instant().minus(KEPT_AFTER_EXPIRATION);
      issued.values().removeIf(old -> old.isExpiredAt(longAgo));
      revoked.retainAll(issued.keySet());
    }
    return key;
  }

  /**
   * Returns the credentials with the given id, if the lab issued them and their role still exists.
   * Sessions that expired more than an hour ago may be forgotten.
   */
  public Optional<AccessKey> find(String accessKeyId) {
    return Optional.ofNullable(issued.get(accessKeyId)).filter(this::isAlive);
  }

  private boolean isAlive(AccessKey key) {
    Role role = key.principal().role();
    return role == null || account.hasRole(role.arn(), role.roleId());
  }

  /** Expires the live sessions of a role now: services respond with {@code ExpiredToken}. */
  public void expireSessions(String roleArn) {
    Instant now = clock.instant();
    issued.replaceAll(
        (id, key) -> belongsTo(key, roleArn) && !key.isExpiredAt(now) ? key.expiringAt(now) : key);
  }

  /**
   * Denies all requests of the sessions issued until now, as the policy {@code
   * AWSRevokeOlderSessions} does. Sessions issued later are not affected.
   */
  public void revokeSessions(String roleArn) {
    issued.values().stream()
        .filter(key -> belongsTo(key, roleArn))
        .forEach(key -> revoked.add(key.accessKeyId()));
  }

  /** Returns whether the credentials have been revoked. */
  public boolean isRevoked(AccessKey key) {
    return revoked.contains(key.accessKeyId());
  }

  private static boolean belongsTo(AccessKey key, String roleArn) {
    Role role = key.principal().role();
    return role != null && role.arn().equals(roleArn);
  }
}
