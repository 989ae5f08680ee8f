package dev.irsa.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
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

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          the exact subject is allowed                        | true  | {"StringEquals": {"ISSUER:sub": "system:serviceaccount:default:my-sa"}}
          another subject is not                              | false | {"StringEquals": {"ISSUER:sub": "system:serviceaccount:default:other"}}
          one of several values suffices                      | true  | {"StringEquals": {"ISSUER:sub": ["a", "system:serviceaccount:default:my-sa"]}}
          values are compared in their case                   | false | {"StringEquals": {"ISSUER:sub": "System:ServiceAccount:default:my-sa"}}
          keys are found in any case                          | true  | {"StringEquals": {"OIDC.EKS.ap-northeast-2.amazonaws.com/id/b0c1:SUB": "system:serviceaccount:default:my-sa"}}
          operators are found in any case                     | true  | {"stringequals": {"ISSUER:sub": "system:serviceaccount:default:my-sa"}}
          the case can be ignored by operator                 | true  | {"StringEqualsIgnoreCase": {"ISSUER:sub": "SYSTEM:serviceaccount:default:my-sa"}}
          a wildcard under StringEquals is literal            | false | {"StringEquals": {"ISSUER:sub": "system:serviceaccount:default:*"}}
          a wildcard under StringLike matches                 | true  | {"StringLike": {"ISSUER:sub": "system:serviceaccount:default:*"}}
          a question mark matches one character               | true  | {"StringLike": {"ISSUER:sub": "system:serviceaccount:default:my-s?"}}
          a question mark matches no more than one            | false | {"StringLike": {"ISSUER:sub": "system:serviceaccount:default:my-?"}}
          both keys of one operator must match                | false | {"StringEquals": {"ISSUER:sub": "system:serviceaccount:default:my-sa", "ISSUER:aud": "x"}}
          both operators must match                           | false | {"StringEquals": {"ISSUER:aud": "sts.amazonaws.com"}, "StringLike": {"ISSUER:sub": "x*"}}
          a missing key fails StringEquals                    | false | {"StringEquals": {"ISSUER:amr": "x"}}
          a missing key passes with IfExists                  | true  | {"StringEqualsIfExists": {"ISSUER:amr": "x"}}
          a present key counts with IfExists                  | false | {"StringEqualsIfExists": {"ISSUER:sub": "x"}}
          a missing key passes StringNotEquals                | true  | {"StringNotEquals": {"ISSUER:amr": "x"}}
          StringNotEquals refuses the value                   | false | {"StringNotEquals": {"ISSUER:sub": "system:serviceaccount:default:my-sa"}}
          StringNotEquals refuses any of the values           | false | {"StringNotEquals": {"ISSUER:sub": ["a", "system:serviceaccount:default:my-sa"]}}
          StringNotEquals takes other values                  | true  | {"StringNotEquals": {"ISSUER:sub": ["a", "b"]}}
          StringNotLike refuses the pattern                   | false | {"StringNotLike": {"ISSUER:sub": "system:*"}}
          ForAnyValue needs the key                           | false | {"ForAnyValue:StringEquals": {"ISSUER:amr": "x"}}
          ForAnyValue takes a match                           | true  | {"ForAnyValue:StringLike": {"ISSUER:aud": "sts.*"}}
          ForAllValues is true without the key                | true  | {"ForAllValues:StringEquals": {"ISSUER:amr": "x"}}
          ForAllValues needs every value                      | false | {"ForAllValues:StringEquals": {"ISSUER:aud": "x"}}
          ForAllValues negated refuses a match                | false | {"ForAllValues:StringNotEquals": {"ISSUER:aud": "sts.amazonaws.com"}}
          Null true wants the key absent                      | true  | {"Null": {"ISSUER:amr": "true"}}
          Null false wants the key present                    | false | {"Null": {"ISSUER:amr": false}}
          the key of another issuer is missing                | false | {"StringEquals": {"oidc.eks.us-west-2.amazonaws.com/id/XX:sub": "system:serviceaccount:default:my-sa"}}
          the federated provider is a key                     | true  | {"ArnLike": {"aws:FederatedProvider": "arn:aws:iam::*:oidc-provider/oidc.eks.*"}}
          no condition is no restriction                      | true  | {}
          """)
  void conditions(String sentence, boolean allowed, String condition) {
    assertEquals(allowed, decide(policy(condition)).allowed(), sentence);
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
            PROVIDER, ISSUER, SUBJECT, List.of("audience"), "party", List.of("pwd"), "name");
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
            SessionTags.NONE);
    String template =
        """
        {"Statement": {"Effect": "Allow", "Principal": {"AWS": "%s"}, "Action": "sts:AssumeRole",
          "Condition": {"StringEquals": {"sts:ExternalId": "secret-handshake"},
                        "ArnEquals": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/r"}}}}""";

    for (String named :
        List.of("arn:aws:sts::111122223333:assumed-role/r/s", ROLE, "111122223333")) {
      assertTrue(TrustPolicy.parse(template.formatted(named)).evaluate(caller).allowed(), named);
    }
    assertFalse(TrustPolicy.parse(template.formatted("444455556666")).evaluate(caller).allowed());
    assertFalse(TrustPolicy.parse(template.formatted("111122223333")).evaluate(MY_SA).allowed());
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          $                                  | [] | expected a JSON object
          $                                  | {"Version": "2012-10-17"} | missing required element Statement
          $.Version                          | {"Version": "2012-10-18", "Statement": []} | expected 2012-10-17, found 2012-10-18
          $.Version                          | {"Version": 1, "Statement": []} | expected a string, found a number
          $.Statement                        | {"Statement": []} | at least one
          $.Statement                        | {"Statement": "Allow"} | expected an object, found a string
          $.Statement[0]                     | {"Statement": [7]} | expected an object, found a number
          $.Statement                        | {"Statement": {"Principal": "*", "Action": "sts:*"}} | missing required element Effect
          $.Statement.Effect                 | {"Statement": {"Effect": "allow", "Principal": "*", "Action": "sts:*"}} | expected Allow or Deny, found allow
          $.Statement                        | {"Statement": {"Effect": "Allow", "Action": "sts:*"}} | missing required element Principal
          $.Statement.Principal              | {"Statement": {"Effect": "Allow", "Principal": "me", "Action": "sts:*"}} | expected "*" or an object, found me
          $.Statement.Principal.Fed          | {"Statement": {"Effect": "Allow", "Principal": {"Fed": "x"}, "Action": "sts:*"}} | unexpected element
          $.Statement.Principal.AWS[1]       | {"Statement": {"Effect": "Allow", "Principal": {"AWS": ["x", []]}, "Action": "sts:*"}} | expected a string, found an array
          $.Statement.Action                 | {"Statement": {"Effect": "Allow", "Principal": "*", "Action": "assume"}} | expected service:Action
          $.Statement.Resource               | {"Statement": {"Effect": "Allow", "Principal": "*", "Action": "sts:*", "Resource": "*"}} | unexpected element
          $.Statement.Condition              | {"Statement": {"Effect": "Allow", "Principal": "*", "Action": "sts:*", "Condition": []}} | expected an object, found an array
          $.Statement.Condition.Wrong        | {"Statement": {"Effect": "Allow", "Principal": "*", "Action": "sts:*", "Condition": {"Wrong": {"a": "b"}}}} | not a supported condition operator
          $.Statement.Condition.StringLike.a | {"Statement": {"Effect": "Allow", "Principal": "*", "Action": "sts:*", "Condition": {"StringLike": {"a": {}}}}} | expected a string, found an object
          $.Statement.Condition.StringLike.a | {"Statement": {"Effect": "Allow", "Principal": "*", "Action": "sts:*", "Condition": {"StringLike": {"a": null}}}} | expected a string, found null
          """)
  void aMalformedPolicyIsRefusedWithItsJsonPath(String path, String json, String problem) {
    MalformedPolicyException refusal =
        assertThrows(MalformedPolicyException.class, () -> TrustPolicy.parse(json));

    assertEquals(path, refusal.path());
    assertTrue(refusal.getMessage().contains(problem), refusal.getMessage());
  }

  @Test
  void aDocumentWithWrongTypesIsAlwaysRejectedAsMalformed() {
    for (String value : List.of("null", "1", "true", "\"x\"", "[]", "{}", "[null]", "[[]]")) {
      for (String member : List.of("Effect", "Principal", "Action", "Condition", "Sid")) {
        String statement =
            "{\"Effect\": \"Allow\", \"Principal\": \"*\", \"Action\": \"sts:*\"}"
                .replaceFirst("\\}$", ", \"" + member + "\": " + value + "}");
        try {
          TrustPolicy.parse("{\"Statement\": " + statement + "}");
        } catch (MalformedPolicyException e) {
          assertTrue(e.path().startsWith("$"), e.path());
        }
      }
    }
  }
}
