package dev.irsa.testkit.s3;

import dev.irsa.testkit.iam.AccessKey;
import dev.irsa.testkit.iam.Role;
import java.util.List;
import java.util.Set;

/**
 * The S3 permissions of AWS's managed policies. Keys of users have all permissions; a role has
 * those of its attached policies, and none without a policy.
 */
final class Permissions {
  private static final Set<String> FULL =
      Set.of("AmazonS3FullAccess", "AdministratorAccess", "PowerUserAccess");
  private static final Set<String> READ = Set.of("AmazonS3ReadOnlyAccess", "ReadOnlyAccess");

  private Permissions() {}

  static void require(AccessKey.Principal principal, String action, String resource)
      throws S3Exception {
    Role role = principal.role();
    if (role == null || allows(role.policies(), action)) {
      return;
    }
    String permission = permission(action);
    throw S3Exception.accessDenied(
        "User: %s is not authorized to perform: %s on resource: \"arn:aws:s3:::%s\" because no identity-based policy allows the %s action"
            .formatted(principal.arn(), permission, resource, permission));
  }

  private static boolean allows(List<String> policies, String action) {
    boolean reads =
        action.startsWith("Get") || action.startsWith("List") || action.startsWith("Head");
    return policies.stream()
        .anyMatch(policy -> FULL.contains(policy) || (reads && READ.contains(policy)));
  }

  /**
   * Returns the permission that an action requires, which may have another name than the action.
   */
  private static String permission(String action) {
    return switch (action) {
      case "ListBuckets" -> "s3:ListAllMyBuckets";
      case "HeadBucket", "ListObjects", "ListObjectsV2" -> "s3:ListBucket";
      case "HeadObject" -> "s3:GetObject";
      case "CopyObject",
          "UploadPart",
          "UploadPartCopy",
          "CreateMultipartUpload",
          "CompleteMultipartUpload" ->
          "s3:PutObject";
      case "DeleteObjects" -> "s3:DeleteObject";
      default -> "s3:" + action;
    };
  }
}
