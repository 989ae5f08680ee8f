package dev.irsa.policy;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * An IAM role. Immutable.
 *
 * @param arn {@code arn:<partition>:iam::<account>:role/<path><name>}
 * @param roleId IAM's unique id, {@code AROA…}. A role that is created again has another id
 * @param trustPolicy the policy that determines who may assume the role
 * @param maxSessionDuration 1 h to 12 h; IAM's default is 1 h
 * @param policies names of the attached managed policies; the S3-compatible endpoint enforces
 *     {@code AmazonS3ReadOnlyAccess} and {@code AmazonS3FullAccess}
 */
public record Role(
    String arn,
    String roleId,
    TrustPolicy trustPolicy,
    Duration maxSessionDuration,
    List<String> policies) {
  private static final Duration SHORTEST = Duration.ofHours(1);
  private static final Duration LONGEST = Duration.ofHours(12);
  private static final Pattern ARN =
      Pattern.compile("arn:aws[a-z-]*:iam::\\d{12}:role/[\\w+=,.@/-]+");

  public Role {
    if (maxSessionDuration.compareTo(SHORTEST) < 0 || maxSessionDuration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "maxSessionDuration: 1 h to 12 h, found " + maxSessionDuration);
    }
    policies = List.copyOf(policies);
  }

  /** Returns whether a text has the form of the ARN of a role. The role need not exist. */
  public static boolean isArn(String text) {
    return ARN.matcher(text).matches();
  }

  /** Returns the name: the last part of the ARN, without a path. */
  public String name() {
    return arn.substring(arn.lastIndexOf('/') + 1);
  }

  /** Returns a copy with the same id and another trust policy. */
  public Role withTrustPolicy(TrustPolicy changed) {
    return new Role(arn, roleId, changed, maxSessionDuration, policies);
  }

  /** Returns a copy with the same id and another maximum session duration. */
  public Role withMaxSessionDuration(Duration changed) {
    return new Role(arn, roleId, trustPolicy, changed, policies);
  }

  /**
   * Returns the ARN of a session of this role, as in GetCallerIdentity: {@code …:assumed-role/…}.
   */
  public String sessionArn(String sessionName) {
    String[] parts = arn.split(":", 6);
    return "arn:%s:sts::%s:assumed-role/%s/%s".formatted(parts[1], parts[4], name(), sessionName);
  }
}
