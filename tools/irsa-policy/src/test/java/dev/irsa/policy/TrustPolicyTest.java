package dev.irsa.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.policy.AccessKey.Principal;
import dev.irsa.policy.Decision.Kind;
import dev.irsa.policy.TrustPolicy.CallerContext;
import dev.irsa.policy.TrustPolicy.WebIdentityContext;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustPolicyTest {
  private static final String ROLE = "arn:aws:iam::111122223333:role/r";
  private static final URI ISSUER =
      URI.create("https://oidc.eks.ap-northeast-2.amazonaws.com/id/B0C1");
  private static final String KEY = "oidc.eks.ap-northeast-2.amazonaws.com/id/B0C1";
  private static final String PROVIDER = "arn:aws:iam::111122223333:oidc-provider/" + KEY;
  private static final String SUBJECT = "system:serviceaccount:default:my-sa";
  private static final WebIdentityContext MY_SA =
      WebIdentityContext.of(PROVIDER, ISSUER, SUBJECT, "sts.amazonaws.com");

  private static String policy(String condition) {
    return statement("Allow", "{\"Federated\": \"" + PROVIDER + "\"}", condition);
  }

  private static String statement(String effect, String principal, String condition) {
    return """
        {"Effect": "%s", "Principal": %s, "Action": "sts:AssumeRoleWithWebIdentity",
         "Condition": %s}"""
        .formatted(effect, principal, condition.replace("ISSUER", KEY));
  }

  private static Decision decide(String... statements) {
    String document =
        "{\"Version\": \"2012-10-17\", \"Statement\": [" + String.join(",", statements) + "]}";
    return TrustPolicy.parse(document).evaluate(MY_SA);
  }

  @Test
  void anExplicitDenyWinsWhateverElseAllows() {
    String deny = statement("Deny", "\"*\"", "{\"StringLike\": {\"ISSUER:sub\": \"*:my-sa\"}}");

    Decision decision = decide(policy("{}"), deny);

    assertFalse(decision.allowed());
    assertEquals(Kind.DENIED, decision.reasons().get(0).kind());
    assertEquals("Statement[1] denies the request explicitly", decision.explanation());
  }

  @Test
  void aDenyThatDoesNotMatchHasNoEffect() {
    String deny = statement("Deny", "\"*\"", "{\"StringLike\": {\"ISSUER:sub\": \"*:other\"}}");

    assertTrue(decide(policy("{}"), deny).allowed());
  }

  @Test
  void anotherProviderIsNotThePrincipal() {
    String rebuilt = "{\"Federated\": [\"" + PROVIDER.replace("B0C1", "OLD") + "\"]}";

    Decision decision = decide(statement("Allow", rebuilt, "{}"));

    assertFalse(decision.allowed());
    Decision.Reason reason = decision.reasons().get(0);
    assertEquals(Kind.PRINCIPAL, reason.kind());
    assertEquals(List.of(PROVIDER), reason.found());
  }

  @Test
  void thePrincipalStarMeansEverybody() {
    assertTrue(decide(statement("Allow", "\"*\"", "{}")).allowed());
    assertTrue(decide(statement("Allow", "{\"Federated\": \"*\"}", "{}")).allowed());
    assertFalse(decide(statement("Allow", "{\"AWS\": \"*\"}", "{}")).allowed());
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "sts:AssumeRoleWithWebIdentity, true",
    "sts:*, true",
    "STS:assumerolewith*, true",
    "*, true",
    "sts:AssumeRole, false",
    "sts:AssumeRoleWith?, false"
  })
  void actionsMatchWithWildcardsInAnyCase(String action, boolean allowed) {
    String statement = policy("{}").replace("sts:AssumeRoleWithWebIdentity", action);

    assertEquals(allowed, decide(statement).allowed());
  }

  @Test
  void aDenialNamesStatementConditionExpectedAndFound() {
    Decision decision = decide(policy("{\"StringEquals\": {\"ISSUER:sub\": \"x\"}}"));

    assertEquals(
        "Statement[0]: StringEquals " + KEY + ":sub expects [x], the request has [" + SUBJECT + "]",
        decision.explanation());
  }

  @Test
  void aDenialHasAHintAtAWildcardUnderStringEquals() {
    Decision decision = decide(policy("{\"StringEquals\": {\"ISSUER:sub\": \"system:*\"}}"));

    assertTrue(decision.explanation().contains("use StringLike"), decision.explanation());
  }

  @Test
  void aDenialForAMissingKeyListsThePresentKeys() {
    Decision decision = decide(policy("{\"StringEquals\": {\"wrong:sub\": \"x\"}}"));

    assertTrue(decision.explanation().contains(KEY.toLowerCase(java.util.Locale.ROOT) + ":sub"));
  }

  @Test
  void theAuthorizedPartyReplacesTheAudience() {
    WebIdentityContext context =
        new WebIdentityContext(
            PROVIDER, ISSUER, SUBJECT, List.of("audience"), "party", List.of("pwd"), "name", null);
    String condition =
        """
        {"StringEquals": {"ISSUER:aud": "party", "ISSUER:oaud": "audience", "ISSUER:amr": "pwd",
                          "sts:RoleSessionName": "name"}}""";

    String document = "{\"Statement\": " + policy(condition) + "}";

    assertTrue(TrustPolicy.parse(document).evaluate(context).allowed());
  }

  @Test
  void aRoleMayBeAssumedByTheRoleTheSessionOrTheAccountNamed() {
    TrustPolicy anyone = TrustPolicy.parse("{\"Statement\": " + policy("{}") + "}");
    Role role = new Role(ROLE, "AROAEXAMPLE", anyone, Duration.ofHours(1), List.of());
    CallerContext caller =
        new CallerContext(
            Principal.session(role, "s"),
            "chained",
            "secret-handshake",
            SessionTags.NONE,
            SessionTags.NONE,
            "eu-west-1");
    String template =
        """
        {"Statement": {"Effect": "Allow", "Principal": {"AWS": "%s"}, "Action": "sts:AssumeRole",
          "Condition": {"StringEquals": {"sts:ExternalId": "secret-handshake",
                                         "aws:RequestedRegion": "eu-west-1"},
                        "ArnEquals": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/r"}}}}""";

    for (String named :
        List.of("arn:aws:sts::111122223333:assumed-role/r/s", ROLE, "111122223333")) {
      assertTrue(TrustPolicy.parse(template.formatted(named)).evaluate(caller).allowed(), named);
    }
    assertFalse(TrustPolicy.parse(template.formatted("444455556666")).evaluate(caller).allowed());
    assertFalse(TrustPolicy.parse(template.formatted("111122223333")).evaluate(MY_SA).allowed());
  }
}
