package dev.irsa.cli.lab;

/** How ARNs of roles and of their sessions belong together (IAM User Guide, IAM identifiers). */
final class Roles {

  private Roles() {}

  /**
   * The beginning of the ARN of every session of a role: {@code
   * arn:aws:sts::<account>:assumed-role/<role name>/}.
   */
  static String assumedRolePrefix(String roleArn) {
    String[] parts = roleArn.split(":", 6);
    return "%s:%s:sts::%s:assumed-role/%s/".formatted(parts[0], parts[1], parts[4], name(roleArn));
  }

  /** The role's name, without its path. */
  static String name(String roleArn) {
    return roleArn.substring(roleArn.lastIndexOf('/') + 1);
  }
}
