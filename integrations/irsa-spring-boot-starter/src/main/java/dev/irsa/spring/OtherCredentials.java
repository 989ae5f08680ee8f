package dev.irsa.spring;

import dev.irsa.credentials.MisconfiguredException.Problem;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/**
 * The properties by which Spring Cloud AWS is configured with other credentials than its default
 * chain. They are errors beside the pod's role: whichever of the two was used, the other would have
 * been meant as well.
 */
final class OtherCredentials {

  private static final String PREFIX = "spring.cloud.aws.credentials.";

  private OtherCredentials() {}

  /**
   * Returns a problem for each property that is set.
   *
   * @param conflict what is wrong about it, without a value, which may be a secret
   */
  static List<Problem> problems(Environment environment, String conflict) {
    return Stream.of(
            problem(environment, conflict, "access-key", null),
            problem(environment, conflict, "secret-key", null),
            problem(environment, conflict, "profile.name", null),
            problem(environment, conflict, "profile.path", null),
            problem(environment, conflict, "instance-profile", null),
            problem(environment, conflict, "sts.role-arn", "irsa.role-arn"),
            problem(
                environment,
                conflict,
                "sts.web-identity-token-file",
                "irsa.web-identity-token-file"),
            problem(environment, conflict, "sts.role-session-name", "irsa.role-session-name"))
        .flatMap(Stream::ofNullable)
        .toList();
  }

  private static @Nullable Problem problem(
      Environment environment, String conflict, String key, @Nullable String ours) {
    String value = PropertyText.of(environment, PREFIX + key);
    if (value == null || value.equalsIgnoreCase("false")) {
      return null;
    }
    String instead = ours == null ? "remove it" : "use " + ours + " in its place";
    return new Problem(
        PREFIX + key,
        null,
        conflict,
        instead + ", or set irsa.enabled to false to use the credentials of Spring Cloud AWS");
  }
}
