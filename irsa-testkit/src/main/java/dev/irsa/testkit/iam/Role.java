package dev.irsa.testkit.iam;

import java.time.Duration;
import java.util.List;

/**
 * An IAM role. Immutable.
 *
 * @param arn {@code arn:<partition>:iam::<account>:role/<path><name>}
 * @param roleId IAM's unique id, {@code AROA…}: a role deleted and made again has another
 * @param trustPolicy who may assume it
 * @param maxSessionDuration 1 h to 12 h, IAM's default 1 h
 * @param policies names of the attached managed policies; the S3-shaped endpoint obeys {@code
 *     AmazonS3ReadOnlyAccess} and {@code AmazonS3FullAccess}
 */
public record Role(
    String arn,
    String roleId,
    TrustPolicy trustPolicy,
    Duration maxSessionDuration,
    List<String> policies) {
  private static final Duration SHORTEST = Duration.ofHours(1);
  private static final Duration LONGEST = Duration.ofHours(12);

  public Role {
    if (maxSessionDuration.compareTo(SHORTEST) < 0 || maxSessionDuration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "maxSessionDuration: 1 h to 12 h, found " + maxSessionDuration);
    }
    policies = List.copyOf(policies);
  }

  /** The name: the last part of the ARN, without a path. */
  public String name() {
    return arn.substring(arn.lastIndexOf('/') + 1);
  }

  /** The same role, same id, with another trust policy. */
  public Role withTrustPolicy(TrustPolicy changed) {
    return new Role(arn, roleId, changed, maxSessionDuration, policies);
  }

  /** The same role, same id, with another longest session. */
  public Role withMaxSessionDuration(Duration changed) {
    return new Role(arn, roleId, trustPolicy, changed, policies);
  }

  /** ARN of a session of this role, as GetCallerIdentity shows it: {@code …:assumed-role/…}. */
  public String sessionArn(String sessionName) {
    String[] parts = arn.split(":", 6);
    return "arn:%s:sts::%s:assumed-role/%s/%s".formatted(parts[1], parts[4], name(), sessionName);
  }
}
