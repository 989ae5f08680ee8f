package dev.irsa.spring;

import dev.irsa.credentials.MisconfiguredException.Problem;
import java.util.List;

/**
 * The properties by which Spring Cloud AWS is configured with other credentials than its default
 * chain. They are errors beside the pod's role: whichever of the two was used, the other would have
 * been meant as well.
 */
final class OtherCredentials {

  private static final String PREFIX = "spring.cloud.aws.credentials.";
  private static final List<String> KEYS =
      List.of(
          "access-key",
          "secret-key",
          "profile.name",
          "profile.path",
          "instance-profile",
          "sts.role-arn",
          "sts.web-identity-token-file",
          "sts.role-session-name");

  private OtherCredentials() {}

  /**
   * Returns a problem for each property that is set.
   *
   * @param conflict the text of the problem, without a value, which may be a secret
   */
  static List<Problem> problems(KnownProperties known, String conflict) {
    return KEYS.stream()
        .filter(key -> isSet(known.text(PREFIX + key)))
        .map(key -> new Problem(PREFIX + key, null, conflict, fix(key)))
        .toList();
  }

  private static boolean isSet(String value) {
    return !value.isBlank() && !value.equalsIgnoreCase("false");
  }

  /** The properties of STS have counterparts in {@code irsa.*}. */
  private static String fix(String key) {
    String instead =
        key.startsWith("sts.")
            ? "use " + key.replace("sts.", "irsa.") + " in its place"
            : "remove it";
    return instead + ", or set irsa.enabled to false to use the credentials of Spring Cloud AWS";
  }
}
