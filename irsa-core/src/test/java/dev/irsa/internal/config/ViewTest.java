package dev.irsa.internal.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.irsa.credentials.RoleRequest;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a request for a role may contain: each limit of STS, with values within and beyond it. */
class ViewTest {

  private static final RoleRequest ROLE = RoleRequest.of("arn:aws:iam::444455556666:role/partner");
  private static final String ARN = "arn:aws:iam::aws:policy/ReadOnlyAccess";

  static List<SettingProblem> problems(GivenSettings view) {
    return Resolver.viewProblems(view, GivenSettings.none());
  }

  private static List<String> settings(RoleRequest request) {
    return problems(GivenSettings.of(request, true)).stream().map(SettingProblem::name).toList();
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
    String duration = "IRSA_SESSION_DURATION_SECONDS";
    String tags = "session tags";
    RoleRequest team = ROLE.withSessionTags(Map.of("team", "a"));
    return Stream.of(
        limit(name, ROLE::withRoleSessionName, "ab", "a"),
        limit(name, ROLE::withRoleSessionName, "_+=,.@-a".repeat(8), "a".repeat(65)),
        limit(name, ROLE::withRoleSessionName, "a=b", "a:b"),
        limit("session policy", ROLE::withSessionPolicy, "x".repeat(2048), "x".repeat(2049)),
        limit("session policy ARNs", ROLE::withSessionPolicyArns, arns(10), arns(11)),
        limit("session policy ARNs", ROLE::withSessionPolicyArns, arns(1), List.of("ReadOnly")),
        limit("session policy ARNs", ROLE::withSessionPolicyArns, arns(1), List.of()),
        limit(duration, ROLE::withSessionDuration, Duration.ofHours(1), Duration.ofSeconds(3601)),
        limit(
            duration, ROLE::withSessionDuration, Duration.ofHours(1), Duration.ofSeconds(3600, 1)),
        limit(duration, ROLE::withSessionDuration, Duration.ofMinutes(15), Duration.ofSeconds(899)),
        limit("external id", ROLE::withExternalId, "x".repeat(1224), "x".repeat(1225)),
        limit("external id", ROLE::withExternalId, "a/", "a"),
        limit("external id", ROLE::withExternalId, "a.b", "a b"),
        limit("source identity", ROLE::withSourceIdentity, "ab", "a"),
        limit("source identity", ROLE::withSourceIdentity, "a".repeat(64), "a".repeat(65)),
        limit(tags, ROLE::withSessionTags, Map.of("\u00e4 \u00f6/:1+=@-.", ""), Map.of("a*b", "")),
        limit(tags, ROLE::withSessionTags, Map.of("T", "a"), Map.of("T", "a", "t", "b")),
        limit(tags, ROLE::withSessionTags, tags(50), tags(51)),
        limit(tags, ROLE::withSessionTags, tag(128, 256), tag(129, 1)),
        limit(tags, ROLE::withSessionTags, tag(1, 0), tag(1, 257)),
        limit(tags, ROLE::withSessionTags, Map.of("awsome:k", ""), Map.of("Aws:k", "")),
        limit("transitive tag keys", team::withTransitiveTagKeys, List.of("Team"), List.of("no")));
  }

  private static <T> Arguments limit(
      String setting, Function<T, RoleRequest> with, T within, T beyond) {
    return arguments(setting, with.apply(within), with.apply(beyond));
  }

  private static List<String> arns(int number) {
    return Collections.nCopies(number, ARN);
  }

  private static Map<String, String> tag(int key, int value) {
    return Map.of("k".repeat(key), "v".repeat(value));
  }

  @ParameterizedTest(name = "{0}, {index}")
  @MethodSource("limits")
  void whatIsBeyondALimitIsAProblemOfItsSetting(
      String setting, RoleRequest within, RoleRequest beyond) {
    assertEquals(List.of(), settings(within));
    assertEquals(List.of(setting), settings(beyond));
  }

  @Test
  void aBlankValueCountsAsAbsentAlsoAfterAnEarlierOne() {
    assertEquals(ROLE, ROLE.withExternalId("AAAA").withExternalId(" "));
    assertEquals(ROLE, ROLE.withRegion("eu-west-1").withRegion(""));
    assertEquals(ROLE.withRegion("eu-west-1"), ROLE.withRegion(" eu-west-1 ").withExternalId(""));
  }

  /** Equal requests share a session. */
  @Test
  void theSpaceAroundASessionPolicyDoesNotCount() {
    assertEquals(ROLE.withSessionPolicy("{}"), ROLE.withSessionPolicy(" {}\n"));
  }

  @Test
  void tooManyTagsDoNotHideWhatElseIsWrongWithThem() {
    Map<String, String> tags = tags(50);
    tags.put("k".repeat(129), "v".repeat(257));

    List<SettingProblem> problems =
        problems(
            GivenSettings.of(
                ROLE.withSessionTags(tags).withTransitiveTagKeys(List.of("missing")), true));

    assertEquals(
        List.of("session tags", "session tags", "session tags", "transitive tag keys"),
        problems.stream().map(SettingProblem::name).toList());
  }
}
