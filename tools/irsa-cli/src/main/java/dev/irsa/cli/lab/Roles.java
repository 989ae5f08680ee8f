package dev.irsa.cli.lab;

/** Relates ARNs of roles to those of their sessions (IAM User Guide, IAM identifiers). */
final class Roles {

  private Roles() {}

  /**
   * Returns the prefix of the ARNs of a role's sessions: {@code
   * arn:aws:sts::<account>:assumed-role/<role name>/}.
   */
  static String assumedRolePrefix(String roleArn) {
    String[] parts = roleArn.split(":", 6);
    return "%s:%s:sts::%s:assumed-role/%s/".formatted(parts[0], parts[1], parts[4], name(roleArn));
  }

  /** Returns the role's name, without its path. */
  static String name(String roleArn) {
    return roleArn.substring(roleArn.lastIndexOf('/') + 1);
  }
}
