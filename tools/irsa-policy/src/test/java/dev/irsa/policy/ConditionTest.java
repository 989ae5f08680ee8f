package dev.irsa.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
 * Conditions as described in the IAM user guide: "IAM JSON policy elements: Condition" and "IAM
 * policy elements: Variables and tags".
 */
class ConditionTest {
  private static final String POD_ISSUER = "oidc.eks.ap-northeast-2.amazonaws.com/id/B0C1";

  /** The requests of the rows, each with its issuer. */
  private enum Request {
    POD(POD_ISSUER, "system:serviceaccount:default:my-sa", List.of(), "sts.amazonaws.com"),

    /** Without a subject. */
    EMPTY("issuer.example", "", List.of(), "audience"),

    /**
     * Subject and session name are web-1$, the audience is *?$, the original one has two values.
     */
    SIGNS("issuer.example", "web-1$", List.of("one", "two"), "*?$");

    private final String issuer;

    @SuppressWarnings("ImmutableEnumChecker") // Its lists are copies.
    private final WebIdentityContext context;

    Request(String issuer, String subject, List<String> original, String audience) {
      String provider = this.name().equals("SIGNS") ? "web-1$" : issuer;
      this.issuer = issuer;
      this.context =
          new WebIdentityContext(
              "arn:aws:iam::111122223333:oidc-provider/" + provider,
              URI.create("https://" + issuer),
              subject,
              original,
              audience,
              List.of(),
              "web-1$",
              this.name().equals("POD") ? "ap-northeast-2" : null);
    }

    boolean isAllowed(String document) {
      return TrustPolicy.parse(document.replace("ISSUER", issuer)).evaluate(context).allowed();
    }
  }

  private static String policy(String version, String condition) {
    return """
        {%s "Statement": {"Effect": "Allow", "Principal": "*", "Action": "sts:*", "Condition": %s}}"""
        .formatted(version, condition);
  }

  private static String current(String condition) {
    return policy("\"Version\": \"2012-10-17\",", condition);
  }

  /**
   * "Set operators for multivalued context keys": for keys that are missing or resolve to an empty
   * data set such as an empty string, ForAllValues is true and ForAnyValue is false. Combining
   * ForAllValues with Null set to false excludes both.
   */
  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          POD   | the exact subject is allowed                    | true  | {"StringEquals": {"ISSUER:sub": "system:serviceaccount:default:my-sa"}}
          POD   | another subject is not                          | false | {"StringEquals": {"ISSUER:sub": "system:serviceaccount:default:other"}}
          POD   | one of several values suffices                  | true  | {"StringEquals": {"ISSUER:sub": ["a", "system:serviceaccount:default:my-sa"]}}
          POD   | values are compared in their case               | false | {"StringEquals": {"ISSUER:sub": "System:ServiceAccount:default:my-sa"}}
          POD   | keys are found in any case                      | true  | {"StringEquals": {"OIDC.EKS.ap-northeast-2.amazonaws.com/id/b0c1:SUB": "system:serviceaccount:default:my-sa"}}
          POD   | operators are found in any case                 | true  | {"stringequals": {"ISSUER:sub": "system:serviceaccount:default:my-sa"}}
          POD   | the case can be ignored by operator             | true  | {"StringEqualsIgnoreCase": {"ISSUER:sub": "SYSTEM:serviceaccount:default:my-sa"}}
          POD   | a wildcard under StringEquals is literal        | false | {"StringEquals": {"ISSUER:sub": "system:serviceaccount:default:*"}}
          POD   | a wildcard under StringLike matches             | true  | {"StringLike": {"ISSUER:sub": "system:serviceaccount:default:*"}}
          POD   | a question mark matches one character           | true  | {"StringLike": {"ISSUER:sub": "system:serviceaccount:default:my-s?"}}
          POD   | a question mark matches no more than one        | false | {"StringLike": {"ISSUER:sub": "system:serviceaccount:default:my-?"}}
          POD   | both keys of one operator must match            | false | {"StringEquals": {"ISSUER:sub": "system:serviceaccount:default:my-sa", "ISSUER:aud": "x"}}
          POD   | both operators must match                       | false | {"StringEquals": {"ISSUER:aud": "sts.amazonaws.com"}, "StringLike": {"ISSUER:sub": "x*"}}
          POD   | a missing key fails StringEquals                | false | {"StringEquals": {"ISSUER:amr": "x"}}
          POD   | a missing key passes with IfExists              | true  | {"StringEqualsIfExists": {"ISSUER:amr": "x"}}
          POD   | a present key counts with IfExists              | false | {"StringEqualsIfExists": {"ISSUER:sub": "x"}}
          POD   | a missing key passes StringNotEquals            | true  | {"StringNotEquals": {"ISSUER:amr": "x"}}
          POD   | StringNotEquals refuses the value               | false | {"StringNotEquals": {"ISSUER:sub": "system:serviceaccount:default:my-sa"}}
          POD   | StringNotEquals refuses any of the values       | false | {"StringNotEquals": {"ISSUER:sub": ["a", "system:serviceaccount:default:my-sa"]}}
          POD   | StringNotEquals takes other values              | true  | {"StringNotEquals": {"ISSUER:sub": ["a", "b"]}}
          POD   | StringNotLike refuses the pattern               | false | {"StringNotLike": {"ISSUER:sub": "system:*"}}
          POD   | ForAnyValue needs the key                       | false | {"ForAnyValue:StringEquals": {"ISSUER:amr": "x"}}
          POD   | ForAnyValue takes a match                       | true  | {"ForAnyValue:StringLike": {"ISSUER:aud": "sts.*"}}
          POD   | ForAllValues is true without the key            | true  | {"ForAllValues:StringEquals": {"ISSUER:amr": "x"}}
          POD   | ForAllValues needs every value                  | false | {"ForAllValues:StringEquals": {"ISSUER:aud": "x"}}
          POD   | ForAllValues negated refuses a match            | false | {"ForAllValues:StringNotEquals": {"ISSUER:aud": "sts.amazonaws.com"}}
          POD   | Null true wants the key absent                  | true  | {"Null": {"ISSUER:amr": "true"}}
          POD   | Null false wants the key present                | false | {"Null": {"ISSUER:amr": false}}
          POD   | the key of another issuer is missing            | false | {"StringEquals": {"oidc.eks.us-west-2.amazonaws.com/id/XX:sub": "system:serviceaccount:default:my-sa"}}
          POD   | the federated provider is a key                 | true  | {"ArnLike": {"aws:FederatedProvider": "arn:aws:iam::*:oidc-provider/oidc.eks.*"}}
          POD   | the region that is asked is allowed             | true  | {"StringEquals": {"aws:RequestedRegion": ["eu-west-1", "ap-northeast-2"]}}
          POD   | another region is not                           | false | {"StringLike": {"aws:requestedregion": "eu-*"}}
          POD   | the region can be a variable                    | true  | {"StringLike": {"aws:FederatedProvider": "*oidc.eks.${aws:RequestedRegion}.amazonaws.com*"}}
          EMPTY | a region that is not known is not judged        | true  | {"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}
          EMPTY | other conditions beside it are                  | false | {"StringEquals": {"aws:RequestedRegion": "eu-west-1", "ISSUER:aud": "x"}}
          POD   | no condition is no restriction                  | true  | {}
          EMPTY | ForAllValues is true over a missing key         | true  | {"ForAllValues:StringEquals": {"ISSUER:amr": "x"}}
          EMPTY | ForAllValues is true over an empty value        | true  | {"ForAllValues:StringEquals": {"ISSUER:sub": "x"}}
          EMPTY | ForAllValues negated is true over an empty one  | true  | {"ForAllValues:StringNotEquals": {"ISSUER:sub": ""}}
          EMPTY | ForAnyValue is false over a missing key         | false | {"ForAnyValue:StringLike": {"ISSUER:amr": "*"}}
          EMPTY | ForAnyValue is false over an empty value        | false | {"ForAnyValue:StringLike": {"ISSUER:sub": "*"}}
          EMPTY | ForAnyValue negated is false over an empty one  | false | {"ForAnyValue:StringNotEquals": {"ISSUER:sub": "x"}}
          EMPTY | Null takes an empty value for null              | true  | {"Null": {"ISSUER:sub": "true"}}
          EMPTY | Null keeps empty values from ForAllValues       | false | {"Null": {"ISSUER:sub": "false"}, "ForAllValues:StringEquals": {"ISSUER:sub": "x"}}
          EMPTY | without a set operator an empty value is a text | true  | {"StringEquals": {"ISSUER:sub": ""}}
          SIGNS | a variable is the value of its key              | true  | {"StringEquals": {"sts:RoleSessionName": "${ISSUER:sub}"}}
          SIGNS | keys are found in any case                      | true  | {"StringEquals": {"sts:RoleSessionName": "${ISSUER:SUB}"}}
          SIGNS | other text may stand around it                  | true  | {"StringEquals": {"aws:FederatedProvider": "arn:aws:iam::111122223333:oidc-provider/${ISSUER:sub}"}}
          SIGNS | it counts under StringLike                      | true  | {"StringLike": {"aws:FederatedProvider": "*/${ISSUER:sub}"}}
          SIGNS | it counts where the case does not               | true  | {"StringEqualsIgnoreCase": {"aws:FederatedProvider": "ARN:aws:iam::111122223333:oidc-provider/${ISSUER:sub}"}}
          SIGNS | it counts in the resource of an ARN             | true  | {"ArnLike": {"aws:FederatedProvider": "arn:aws:iam::*:oidc-provider/${ISSUER:sub}"}}
          SIGNS | it may be a whole ARN                           | true  | {"ArnEquals": {"aws:FederatedProvider": "${aws:FederatedProvider}"}}
          SIGNS | wildcards in its value are text                 | false | {"StringLike": {"ISSUER:sub": "${ISSUER:aud}"}}
          SIGNS | the value goes before the default               | true  | {"StringEquals": {"ISSUER:sub": "${ISSUER:sub, 'other'}"}}
          SIGNS | a key without a value has the default           | true  | {"StringEquals": {"ISSUER:sub": "${aws:username, 'web-1$'}"}}
          SIGNS | wildcards in a default are text                 | false | {"StringLike": {"ISSUER:sub": "${aws:username, '*'}"}}
          SIGNS | a default may hold spaces                       | false | {"StringEquals": {"ISSUER:sub": "${aws:userid, 'web 1$'}"}}
          SIGNS | a default may be empty                          | true  | {"StringEquals": {"ISSUER:sub": "web-1$${aws:userid, ''}"}}
          SIGNS | without a value nothing matches                 | false | {"StringLike": {"ISSUER:sub": "*${aws:username}"}}
          SIGNS | without a value another value may match         | true  | {"StringEquals": {"ISSUER:sub": ["${aws:username}", "web-1$"]}}
          SIGNS | nothing is like a variable without a value      | true  | {"StringNotLike": {"ISSUER:sub": "*${aws:username}"}}
          SIGNS | several values are none                         | false | {"ForAnyValue:StringEquals": {"ISSUER:oaud": "${ISSUER:oaud}"}}
          SIGNS | three characters can be written as themselves   | true  | {"StringEquals": {"ISSUER:aud": "${*}${?}${$}"}}
          SIGNS | written so they are no wildcards                | true  | {"StringLike": {"ISSUER:aud": "${*}${?}${$}"}}
          SIGNS | written so they match nothing else              | false | {"StringLike": {"ISSUER:sub": "${*}${?}${$}"}}
          SIGNS | a dollar sign alone is a dollar sign            | true  | {"StringLike": {"ISSUER:sub": "web-?$"}}
          """)
  void conditions(Request request, String sentence, boolean allowed, String condition) {
    assertEquals(allowed, request.isAllowed(current(condition)), sentence);
  }

  /**
   * "Amazon Resource Name (ARN) condition operators": each of the six components is checked
   * separately; ArnEquals and ArnLike behave identically. The second row is the guide's own
   * example.
   */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a wildcard matches within its component          | true  | arn:aws:someservice:*:111122223333:finance/* | arn:aws:someservice:us-east-2:111122223333:finance/document.txt
          a wildcard does not cross a colon                | false | arn:aws:someservice:*:111122223333:finance/* | arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt
          a wildcard in the first five stays in its own    | false | arn:aws:*:role/x                             | arn:aws:iam::111122223333:role/x
          the resource may hold colons                     | true  | arn:aws:logs:*:*:log-group:*                 | arn:aws:logs:eu-west-1:111122223333:log-group:a:b
          a question mark stands for one character         | true  | arn:aws:iam::11112222333?:role/x             | arn:aws:iam::111122223333:role/x
          a question mark does not stand for a colon       | false | arn:aws:iam:?111122223333:role/x             | arn:aws:iam::111122223333:role/x
          a component may be empty                         | true  | arn:aws:iam:*:111122223333:role/x            | arn:aws:iam::111122223333:role/x
          the case counts                                  | false | arn:aws:iam::111122223333:role/X             | arn:aws:iam::111122223333:role/x
          a pattern that is not an ARN matches nothing     | false | *                                            | arn:aws:iam::111122223333:role/x
          a value that is not an ARN is matched by nothing | false | *:*:*:*:*:*                                  | a:b:c:d:e:f
          a short value is matched by nothing              | false | arn:aws:iam::*                               | arn:aws:iam::111122223333
          """)
  void arnOperatorsCompareTheSixComponentsOneByOne(
      String sentence, boolean matches, String pattern, String value) {
    for (String operator : List.of("ArnLike", "ArnEquals", "ArnNotLike", "ArnNotEquals")) {
      assertEquals(
          matches != operator.contains("Not"),
          decide(operator, pattern, value).allowed(),
          sentence);
    }
  }

  private static Decision decide(String operator, String pattern, String provider) {
    String condition = "{\"%s\": {\"aws:FederatedProvider\": \"%s\"}}".formatted(operator, pattern);
    return TrustPolicy.parse(current(condition))
        .evaluate(
            WebIdentityContext.of(provider, URI.create("https://i.x"), "subject", "audience"));
  }

  @Test
  void aDenialHasAHintAtAWildcardThatWouldHaveToMatchAColon() {
    Decision decision =
        decide("ArnLike", "arn:aws:iam:*:role/x", "arn:aws:iam::111122223333:role/x");
    assertTrue(decision.explanation().contains("component"), decision.explanation());
  }

  @Test
  void aDenialByRegionNeedsARegionThatIsKnown() {
    String document =
        """
        {"Statement": [
          {"Effect": "Allow", "Principal": "*", "Action": "sts:*"},
          {"Effect": "Deny", "Principal": "*", "Action": "sts:*",
           "Condition": {"StringNotEquals": {"aws:RequestedRegion": "eu-west-1"}}}]}""";

    assertFalse(Request.POD.isAllowed(document));
    assertTrue(Request.EMPTY.isAllowed(document));
  }

  /** "Earlier versions don't support policy variables": they are treated as literal strings. */
  @Test
  void beforeTheVersionOf2012VariablesAreText() {
    String variable = "{\"StringEquals\": {\"ISSUER:sub\": \"${ISSUER:sub}\"}}";
    String asterisk = "{\"StringLike\": {\"ISSUER:aud\": \"${*}${?}${$}\"}}";
    String nonsense = "{\"StringNotEquals\": {\"ISSUER:sub\": \"${nonsense\"}}";

    for (String version : List.of("", "\"Version\": \"2008-10-17\",")) {
      assertFalse(Request.SIGNS.isAllowed(policy(version, variable)), version);
      assertFalse(Request.SIGNS.isAllowed(policy(version, asterisk)), version);
      assertTrue(Request.SIGNS.isAllowed(policy(version, nonsense)), version);
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
    return new CallerContext(
        caller, sessionName, null, SessionTags.NONE, SessionTags.NONE, "eu-west-1");
  }
}
