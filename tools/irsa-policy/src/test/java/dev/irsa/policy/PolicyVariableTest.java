package dev.irsa.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.policy.AccessKey.Principal;
import dev.irsa.policy.TrustPolicy.CallerContext;
import dev.irsa.policy.TrustPolicy.WebIdentityContext;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Policy variables as described in the IAM user guide ("IAM policy elements: Variables and tags"),
 * and the errors in its "IAM policy validation check reference".
 */
class PolicyVariableTest {
  private static final String PROVIDER = "arn:aws:iam::111122223333:oidc-provider/web-1$";

  /** The subject and the session name are web-1$, the audience is *?$, the second one has two. */
  private static final WebIdentityContext CONTEXT =
      new WebIdentityContext(
          PROVIDER,
          URI.create("https://issuer.example"),
          "web-1$",
          List.of("one", "two"),
          "*?$",
          List.of(),
          "web-1$");

  private static String policy(String version, String condition) {
    return """
        {%s "Statement": {"Effect": "Allow", "Principal": "*", "Action": "sts:*", "Condition": %s}}"""
        .formatted(version, condition.replace("ISSUER", "issuer.example"));
  }

  private static String current(String condition) {
    return policy("\"Version\": \"2012-10-17\",", condition);
  }

  private static boolean allowed(String document) {
    return TrustPolicy.parse(document).evaluate(CONTEXT).allowed();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a variable is the value of its key            | true  | {"StringEquals": {"sts:RoleSessionName": "${ISSUER:sub}"}}
          keys are found in any case                    | true  | {"StringEquals": {"sts:RoleSessionName": "${ISSUER:SUB}"}}
          other text may stand around it                | true  | {"StringEquals": {"aws:FederatedProvider": "arn:aws:iam::111122223333:oidc-provider/${ISSUER:sub}"}}
          it counts under StringLike                    | true  | {"StringLike": {"aws:FederatedProvider": "*/${ISSUER:sub}"}}
          it counts where the case does not             | true  | {"StringEqualsIgnoreCase": {"aws:FederatedProvider": "ARN:aws:iam::111122223333:oidc-provider/${ISSUER:sub}"}}
          it counts in the resource of an ARN           | true  | {"ArnLike": {"aws:FederatedProvider": "arn:aws:iam::*:oidc-provider/${ISSUER:sub}"}}
          it may be a whole ARN                         | true  | {"ArnEquals": {"aws:FederatedProvider": "${aws:FederatedProvider}"}}
          wildcards in its value are text               | false | {"StringLike": {"ISSUER:sub": "${ISSUER:aud}"}}
          the value goes before the default             | true  | {"StringEquals": {"ISSUER:sub": "${ISSUER:sub, 'other'}"}}
          a key without a value has the default         | true  | {"StringEquals": {"ISSUER:sub": "${aws:username, 'web-1$'}"}}
          wildcards in a default are text               | false | {"StringLike": {"ISSUER:sub": "${aws:username, '*'}"}}
          a default may hold spaces                     | false | {"StringEquals": {"ISSUER:sub": "${aws:userid, 'web 1$'}"}}
          a default may be empty                        | true  | {"StringEquals": {"ISSUER:sub": "web-1$${aws:userid, ''}"}}
          without a value nothing matches               | false | {"StringLike": {"ISSUER:sub": "*${aws:username}"}}
          without a value another value may match       | true  | {"StringEquals": {"ISSUER:sub": ["${aws:username}", "web-1$"]}}
          nothing is like a variable without a value    | true  | {"StringNotLike": {"ISSUER:sub": "*${aws:username}"}}
          several values are none                       | false | {"ForAnyValue:StringEquals": {"ISSUER:oaud": "${ISSUER:oaud}"}}
          three characters can be written as themselves | true  | {"StringEquals": {"ISSUER:aud": "${*}${?}${$}"}}
          written so they are no wildcards              | true  | {"StringLike": {"ISSUER:aud": "${*}${?}${$}"}}
          written so they match nothing else            | false | {"StringLike": {"ISSUER:sub": "${*}${?}${$}"}}
          a dollar sign alone is a dollar sign          | true  | {"StringLike": {"ISSUER:sub": "web-?$"}}
          """)
  void variablesAreReplacedByTheRequestsValues(
      String sentence, boolean expected, String condition) {
    assertEquals(expected, allowed(current(condition)), sentence);
  }

  /** "Earlier versions don't support policy variables": they are treated as literal strings. */
  @Test
  void beforeTheVersionOf2012VariablesAreText() {
    String variable = "{\"StringEquals\": {\"ISSUER:sub\": \"${ISSUER:sub}\"}}";
    String asterisk = "{\"StringLike\": {\"ISSUER:aud\": \"${*}${?}${$}\"}}";
    String nonsense = "{\"StringNotEquals\": {\"ISSUER:sub\": \"${nonsense\"}}";

    for (String version : List.of("", "\"Version\": \"2008-10-17\",")) {
      assertFalse(allowed(policy(version, variable)), version);
      assertFalse(allowed(policy(version, asterisk)), version);
      assertTrue(allowed(policy(version, nonsense)), version);
    }
  }

  /**
   * "Principal key values": the values of the variables for an IAM user and for an assumed role.
   */
  @Test
  void theCallersNameAndIdCanBeVariables() {
    String document =
        current(
            "{\"StringEquals\": {\"sts:RoleSessionName\": \"${aws:username, 'none'}-${aws:userid}\"}}");
    Principal user =
        new Principal("arn:aws:iam::111122223333:user/division/alice", "AIDAEXAMPLE", null);
    Principal session =
        new Principal("arn:aws:sts::111122223333:assumed-role/r/pod", "AROAEXAMPLE:pod", null);

    assertTrue(TrustPolicy.parse(document).evaluate(called(user, "alice-AIDAEXAMPLE")).allowed());
    assertTrue(
        TrustPolicy.parse(document).evaluate(called(session, "none-AROAEXAMPLE:pod")).allowed());
  }

  private static CallerContext called(Principal caller, String sessionName) {
    return new CallerContext(caller, sessionName, null, SessionTags.NONE, SessionTags.NONE);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a key that is not supported             | {"StringEquals": {"ISSUER:sub": "${aws:SourceIp}"}}        | $.Statement.Condition.StringEquals.issuer.example:sub    | ${aws:SourceIp} is not supported
          a key of AWS that looks like one of a provider | {"StringEquals": {"ISSUER:sub": "${aws:x:sub}"}} | $.Statement.Condition.StringEquals.issuer.example:sub | is not supported
          a key of several values               | {"StringEquals": {"ISSUER:sub": "${ISSUER:amr}"}}          | $.Statement.Condition.StringEquals.issuer.example:sub    | is not supported
          an unsupported key with a default     | {"StringEquals": {"ISSUER:sub": ["a", "${aws:x, 'y'}"]}}   | $.Statement.Condition.StringEquals.issuer.example:sub[1] | is not supported
          a missing brace                       | {"StringEquals": {"ISSUER:sub": "a${ISSUER:sub"}}          | $.Statement.Condition.StringEquals.issuer.example:sub    | closing brace
          an empty variable                     | {"StringEquals": {"ISSUER:sub": "${}"}}                    | $.Statement.Condition.StringEquals.issuer.example:sub    | found ${}
          a space in the name                   | {"StringEquals": {"ISSUER:sub": "${aws: username}"}}       | $.Statement.Condition.StringEquals.issuer.example:sub    | expected ${key}
          a default without quotes              | {"StringEquals": {"ISSUER:sub": "${aws:username, x}"}}     | $.Statement.Condition.StringEquals.issuer.example:sub    | expected ${key}
          a default without its second quote    | {"StringEquals": {"ISSUER:sub": "${aws:username, 'x}"}}    | $.Statement.Condition.StringEquals.issuer.example:sub    | expected ${key}
          a default without the space           | {"StringEquals": {"ISSUER:sub": "${aws:username,'x'}"}}    | $.Statement.Condition.StringEquals.issuer.example:sub    | expected ${key}
          a variable under Bool                 | {"Bool": {"ISSUER:sub": "${ISSUER:sub}"}}                  | $.Statement.Condition.Bool.issuer.example:sub            | string and ARN operators
          a variable under Null                 | {"Null": {"ISSUER:sub": "${ISSUER:sub}"}}                  | $.Statement.Condition.Null.issuer.example:sub            | string and ARN operators
          a variable in the name of a key       | {"StringEquals": {"${ISSUER:sub}:aud": "x"}}               | $.Statement.Condition.StringEquals.${issuer.example:sub}:aud | policy variable
          """)
  void aVariableThatCannotBeEvaluatedIsRefusedWithItsJsonPath(
      String sentence, String condition, String path, String problem) {
    MalformedPolicyException refusal =
        assertThrows(
            MalformedPolicyException.class, () -> TrustPolicy.parse(current(condition)), sentence);

    assertEquals(path, refusal.path());
    assertTrue(refusal.getMessage().contains(problem), refusal.getMessage());
  }

  /** "Variable unsupported in element": variables are allowed in Resource and Condition. */
  @Test
  void aVariableInAPrincipalIsRefused() {
    String document =
        current("{}")
            .replace("\"*\"", "{\"AWS\": [\"arn:aws:iam::111122223333:user/${aws:username}\"]}");

    MalformedPolicyException refusal =
        assertThrows(MalformedPolicyException.class, () -> TrustPolicy.parse(document));

    assertEquals("$.Statement.Principal.AWS[0]", refusal.path());
    assertTrue(refusal.getMessage().contains("policy variable"), refusal.getMessage());
  }
}
