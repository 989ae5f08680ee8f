package dev.irsa.internal.inspect;

import dev.irsa.internal.config.RoleArn;

/**
 * A role of IAM. Immutable.
 *
 * @param arn its ARN
 * @param partition the partition, such as {@code aws}
 * @param account the account
 * @param name its name, without the path
 */
public record Role(String arn, String partition, String account, String name) {

  /**
   * Parses an ARN of AWS.
   *
   * @throws IllegalArgumentException if it is not one of a role; the message says why
   */
  public static Role parse(String arn) {
    return of(RoleArn.parse(arn, true));
  }

  /** Returns the role of an ARN that was parsed. */
  public static Role of(RoleArn role) {
    String name = role.text().substring(role.text().lastIndexOf('/') + 1);
    return new Role(role.text(), role.partition(), role.accountId(), name);
  }
}
