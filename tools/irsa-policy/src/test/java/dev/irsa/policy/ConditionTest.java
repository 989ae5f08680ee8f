package dev.irsa.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.policy.TrustPolicy.WebIdentityContext;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Conditions as described in the IAM user guide, "IAM JSON policy elements: Condition". */
class ConditionTest {
  private static final URI ISSUER = URI.create("https://issuer.example");

  private static Decision decide(String condition, WebIdentityContext context) {
    String document =
        """
        {"Version": "2012-10-17",
         "Statement": {"Effect": "Allow", "Principal": "*", "Action": "sts:*", "Condition": %s}}"""
            .formatted(condition);
    return TrustPolicy.parse(document).evaluate(context);
  }

  private static WebIdentityContext withProvider(String arn) {
    return WebIdentityContext.of(arn, ISSUER, "subject", "audience");
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
    for (String operator : List.of("ArnLike", "ArnEquals")) {
      assertEquals(matches, holds(operator, pattern, value), sentence);
    }
    for (String operator : List.of("ArnNotLike", "ArnNotEquals")) {
      assertEquals(!matches, holds(operator, pattern, value), sentence);
    }
  }

  private static boolean holds(String operator, String pattern, String value) {
    String condition = "{\"%s\": {\"aws:FederatedProvider\": \"%s\"}}".formatted(operator, pattern);
    return decide(condition, withProvider(value)).allowed();
  }

  @Test
  void aDenialHasAHintAtAWildcardThatWouldHaveToMatchAColon() {
    Decision decision =
        decide(
            "{\"ArnLike\": {\"aws:FederatedProvider\": \"arn:aws:iam:*:role/x\"}}",
            withProvider("arn:aws:iam::111122223333:role/x"));

    assertTrue(decision.explanation().contains("component"), decision.explanation());
  }

  /**
   * "Set operators for multivalued context keys": for keys that are missing or resolve to an empty
   * data set such as an empty string, ForAllValues is true and ForAnyValue is false. Combining
   * ForAllValues with Null set to false excludes both.
   */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ForAllValues is true over a missing key         | true  | {"ForAllValues:StringEquals": {"issuer.example:amr": "x"}}
          ForAllValues is true over an empty value        | true  | {"ForAllValues:StringEquals": {"issuer.example:sub": "x"}}
          ForAllValues negated is true over an empty one  | true  | {"ForAllValues:StringNotEquals": {"issuer.example:sub": ""}}
          ForAnyValue is false over a missing key         | false | {"ForAnyValue:StringLike": {"issuer.example:amr": "*"}}
          ForAnyValue is false over an empty value        | false | {"ForAnyValue:StringLike": {"issuer.example:sub": "*"}}
          ForAnyValue negated is false over an empty one  | false | {"ForAnyValue:StringNotEquals": {"issuer.example:sub": "x"}}
          Null takes an empty value for null              | true  | {"Null": {"issuer.example:sub": "true"}}
          Null keeps empty values from ForAllValues       | false | {"Null": {"issuer.example:sub": "false"}, "ForAllValues:StringEquals": {"issuer.example:sub": "x"}}
          without a set operator an empty value is a text | true  | {"StringEquals": {"issuer.example:sub": ""}}
          """)
  void setOperatorsTreatAnEmptyValueAsMissing(String sentence, boolean allowed, String condition) {
    WebIdentityContext context = WebIdentityContext.of("arn", ISSUER, "", "audience");

    assertEquals(allowed, decide(condition, context).allowed(), sentence);
  }
}
