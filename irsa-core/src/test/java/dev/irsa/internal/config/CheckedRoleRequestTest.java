package dev.irsa.internal.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.irsa.credentials.MisconfiguredException.Problem;
import dev.irsa.credentials.RoleRequest;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each limit of STS: what is just within it, and what is just beyond it. */
class CheckedRoleRequestTest {

  private static final RoleRequest ROLE = RoleRequest.of("arn:aws:iam::444455556666:role/partner");
  private static final String ARN = "arn:aws:iam::aws:policy/ReadOnlyAccess";

  private static List<String> settings(RoleRequest request) {
    return CheckedRoleRequest.chained(request).problems().stream().map(Problem::setting).toList();
  }

  private static Map<String, String> tags(int number) {
    Map<String, String> tags = new HashMap<>();
    for (int tag = 1; tag <= number; tag++) {
      tags.put("tag-" + tag, "");
    }
    return tags;
  }

  static Stream<Arguments> limits() {
    String name = "AWS_ROLE_SESSION_NAME";
    return Stream.of(
        arguments(name, ROLE.withRoleSessionName("ab"), ROLE.withRoleSessionName("a")),
        arguments(
            name,
            ROLE.withRoleSessionName("_+=,.@-a".repeat(8)),
            ROLE.withRoleSessionName("a".repeat(65))),
        arguments(name, ROLE.withRoleSessionName("a=b"), ROLE.withRoleSessionName("a:b")),
        arguments(
            "session policy",
            ROLE.withSessionPolicy("x".repeat(2048)),
            ROLE.withSessionPolicy("x".repeat(2049))),
        arguments(
            "session policy ARNs",
            ROLE.withSessionPolicyArns(Collections.nCopies(10, ARN)),
            ROLE.withSessionPolicyArns(Collections.nCopies(11, ARN))),
        arguments("session policy ARNs", ROLE, ROLE.withSessionPolicyArns(List.of())),
        arguments(
            "IRSA_SESSION_DURATION_SECONDS",
            ROLE.withSessionDuration(Duration.ofHours(1)),
            ROLE.withSessionDuration(Duration.ofSeconds(3601))),
        arguments(
            "IRSA_SESSION_DURATION_SECONDS",
            ROLE.withSessionDuration(Duration.ofMinutes(15)),
            ROLE.withSessionDuration(Duration.ofSeconds(899))),
        arguments(
            "external id",
            ROLE.withExternalId("x".repeat(1224)),
            ROLE.withExternalId("x".repeat(1225))),
        arguments("session policy ARNs", ROLE, ROLE.withSessionPolicyArns(List.of("ReadOnly"))),
        arguments("external id", ROLE.withExternalId("a/"), ROLE.withExternalId("a")),
        arguments("external id", ROLE.withExternalId("a.b"), ROLE.withExternalId("a b")),
        arguments("source identity", ROLE.withSourceIdentity("ab"), ROLE.withSourceIdentity("a")),
        arguments(
            "source identity",
            ROLE.withSourceIdentity("a".repeat(64)),
            ROLE.withSourceIdentity("a".repeat(65))),
        arguments(
            "session tags",
            ROLE.withSessionTags(Map.of("\u00e4 \u00f6/:1+=@-.", "")),
            ROLE.withSessionTags(Map.of("a*b", ""))),
        arguments(
            "session tags",
            ROLE.withSessionTags(Map.of("Team", "a")),
            ROLE.withSessionTags(Map.of("Team", "a", "team", "b"))),
        arguments("session tags", ROLE.withSessionTags(tags(50)), ROLE.withSessionTags(tags(51))),
        arguments(
            "session tags",
            ROLE.withSessionTags(Map.of("k".repeat(128), "v".repeat(256))),
            ROLE.withSessionTags(Map.of("k".repeat(129), "v"))),
        arguments(
            "session tags",
            ROLE.withSessionTags(Map.of("k", "")),
            ROLE.withSessionTags(Map.of("k", "v".repeat(257)))),
        arguments(
            "session tags",
            ROLE.withSessionTags(Map.of("awsome:k", "")),
            ROLE.withSessionTags(Map.of("Aws:k", ""))),
        arguments(
            "transitive tag keys",
            ROLE.withSessionTags(Map.of("team", "a")).withTransitiveTagKeys(List.of("Team")),
            ROLE.withSessionTags(Map.of("team", "a")).withTransitiveTagKeys(List.of("unset"))));
  }

  @ParameterizedTest(name = "{0}, {index}")
  @MethodSource("limits")
  void whatIsBeyondALimitIsAProblemOfItsSetting(
      String setting, RoleRequest within, RoleRequest beyond) {
    assertEquals(List.of(), settings(within));
    assertEquals(List.of(setting), settings(beyond));
  }

  @Test
  void tooManyTagsDoNotHideWhatElseIsWrongWithThem() {
    Map<String, String> tags = tags(50);
    tags.put("k".repeat(129), "v".repeat(257));

    List<Problem> problems =
        CheckedRoleRequest.chained(
                ROLE.withSessionTags(tags).withTransitiveTagKeys(List.of("missing")))
            .problems();

    assertEquals(
        List.of("session tags", "session tags", "session tags", "transitive tag keys"),
        problems.stream().map(Problem::setting).toList());
  }
}
